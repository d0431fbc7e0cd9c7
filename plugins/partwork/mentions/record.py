"""The ledger while mentions are sent: each fact is on the disk before the next request goes out."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from partwork.errors import ContentError, PartworkError
from partwork.mentions.ledger import Fact, Ledger, decode, encode, in_order, whole


class Record:
    """Keeps the facts it is given. Threads may share it: it writes one after another."""

    def __init__(self, ledger: Ledger, file: BinaryIO) -> None:
        self.ledger = ledger
        self.kept: list[Fact] = []
        self._file = file
        self._lock = threading.Lock()

    def keep(self, *facts: Fact) -> None:
        """Add facts to the end of the file, and return when they are on the disk."""
        if facts:
            with self._lock:
                self._file.write(encode(facts))
                self._file.flush()
                os.fsync(self._file.fileno())
                self.kept += facts


def read(path: Path) -> Ledger:
    """Return the ledger in a file, an empty one where there is none; raise ContentError where it is wrong."""
    return _ledger(path, path.read_bytes() if path.is_file() else b"")


@contextmanager
def opened(path: Path) -> Iterator[Record]:
    """Open the ledger for one run that sends, and put its lines in order at the end.

    A line that was cut off by a killed run is mended. Raise PartworkError while another run sends.
    """
    path = path.resolve()
    with _locked(path) as file:
        content = file.read()
        ledger = _ledger(path, content)
        _mend(file, content)
        record = Record(ledger, file)
        try:
            yield record
        finally:
            ordered = encode(in_order(ledger.with_facts(record.kept)))
            if ordered != content or record.kept:
                _replace(path, ordered)


def _ledger(path: Path, content: bytes) -> Ledger:
    facts, problems = decode(path.name, content)
    if problems:
        raise ContentError(problems)
    return Ledger().with_facts(facts)


def _mend(file: BinaryIO, content: bytes) -> None:
    """Take out a last line that was cut off, or end one that is whole."""
    end = whole(content)
    if end < len(content):
        file.truncate(end)
    elif content and not content.endswith(b"\n"):
        file.write(b"\n")


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read and append that nobody else has locked, and lock it."""
    import fcntl  # noqa: PLC0415 - Windows has none, and builds there without sending

    while True:
        with path.open("a+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise PartworkError(
                    f"{path.name}: mentions are being sent already.\n"
                    "    mend:  Wait for the other run to end, or stop it."
                ) from None
            # Whoever had it locked may have put another file in its place.
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                file.seek(0)
                yield file
                return


def _replace(path: Path, content: bytes) -> None:
    """Put a file with `content` in the place of another, in one step."""
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(path, new)
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
