"""A real cluster of dask.distributed on loopback: each of its members a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Cluster:
    """A scheduler and its workers; `folder` is theirs to write in."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a member of the cluster."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard"],
                cwd=self.folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
            )

    def add_worker(self, **environment: str) -> None:
        """Start a worker with one thread, in a changed environment, and wait until it is known."""
        more = ["--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder)]
        before = self.known()
        self.workers.append(self.start("worker", self.address, *more, **environment))
        wait_until(lambda: self.known() > before, "the worker does not start")

    def known(self) -> int:
        """Return how many workers have told the scheduler of themselves."""
        return (self.folder / "log").read_bytes().count(b"Registered to")

    def stop(self) -> None:
        """End all that are still there."""
        for process in (*self.workers, self.scheduler):
            if process:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Run a scheduler with so many workers."""
    made = Cluster(folder)
    facts = folder / "scheduler.json"
    made.scheduler = made.start(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(facts)
    )
    try:
        wait_until(lambda: facts.is_file() and facts.read_text(encoding="utf-8").strip(), "no scheduler")
        made.address = json.loads(facts.read_text(encoding="utf-8"))["address"]
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.stop()


def wait_until(done: Callable[[], object], otherwise: str) -> None:
    """Wait until something is so; fail after a minute."""
    until = time.monotonic() + 60
    while not done():
        assert time.monotonic() < until, otherwise
        time.sleep(0.02)
