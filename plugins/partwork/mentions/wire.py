"""A connection that keeps to its limits, whatever is read from it."""

import io
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

HEADER = 1 << 16  # bytes of a header, all lines together; no more than 100 fields, says http.client


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment by which a request has to be done, redirects and all."""

    end: float

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the deadline that is `seconds` away."""
        return cls(time.monotonic() + seconds)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.end

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError where there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Wire(io.RawIOBase):
    """A socket under ``http.client`` that reads until the deadline, and no more than was allowed.

    A timeout of a socket is for one read: a server that sends a byte a second never meets it. Parsers bound
    what they keep, but not what they skip: the lines around chunks, trailers, blocks that unpack to nothing.
    `ended` says whether the server closed, `spent` whether the allowance was too small for what it sent.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline
        self._allowed = HEADER
        self.ended = False
        self.spent = False

    def allow(self, size: int) -> None:
        """Let `size` more bytes in."""
        self._allowed += size

    def readable(self) -> bool:
        """Return True: it is read from."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read what there is; raise OSError where no more is allowed, TimeoutError at the deadline."""
        if not self._allowed:
            self.spent = True
            raise OSError("its header is too long")  # of a body, it is cut
        self._socket.settimeout(self._deadline.left())
        count = self._socket.recv_into(memoryview(buffer)[: self._allowed])
        self._allowed -= count
        self.ended = not count
        return count

    def sendall(self, data: "ReadableBuffer") -> None:
        """Send all of it before the deadline."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._deadline.left())
            rest = rest[self._socket.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what answers are read from."""
        return io.BufferedReader(self)

    def settimeout(self, _seconds: float | None) -> None:
        """Keep to the deadline."""

    def close(self) -> None:
        """Leave the socket to whoever opened it: http.client closes as soon as it has the header."""
