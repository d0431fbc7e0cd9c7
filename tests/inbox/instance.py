"""An inbox in a process of its own, which can be stopped and killed."""

import http.client
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from tests.inbox.running import OPEN

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Instance:
    """A process of ``partwork inbox serve``."""

    def __init__(self, database: str, map_: Path, *more: str) -> None:
        command = [sys.executable, "-m", "partwork", "inbox", "serve", "--map", str(map_), "--port", "0"]
        command += ["--database", database, "--workers", "1", "--per-minute", "1000000", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.port = int(self.process.stdout.readline().rpartition(":")[2].partition("/")[0])

    def mention(self, source: str) -> str | None:
        """Return the name the mention got, or None where it was not acknowledged."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/webmention", urlencode({"source": source, "target": OPEN}), _FORM)
            answer = connection.getresponse()
            answer.read()
            return answer.headers["Location"].rpartition("/")[2] if answer.status == 201 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def kill(self) -> None:
        """Kill it as the power would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Stop it as a system does, and return its exit status."""
        self.process.terminate()
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended, and return its exit status."""
        status = self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()
        return status
