"""A MariaDB of the run's own: its data in a temporary folder, reached by a socket there and by no network."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.interop.processes import running


@contextmanager
def database(folder: Path, name: str) -> Iterator[Path]:
    """Run a server in `folder` with an empty database `name`; yield its socket: root needs no password."""
    data, socket = folder / "data", folder / "socket"
    # --no-defaults: the system's own server, its settings and its data stay out of this.
    me = pwd.getpwuid(os.geteuid()).pw_name
    whose = ["--no-defaults", f"--datadir={data}", f"--tmpdir={folder}", f"--user={me}"]
    subprocess.run(
        ["mariadb-install-db", *whose, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        capture_output=True,
    )
    server = [
        "/usr/sbin/mariadbd",
        *whose,
        f"--socket={socket}",
        f"--pid-file={folder / 'pid'}",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",  # it is thrown away in any case
    ]
    client = ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root", "--execute"]

    def ready() -> bool:
        return subprocess.run([*client, "SELECT 1"], check=False, capture_output=True).returncode == 0

    with running(server, folder / "log", ready):
        subprocess.run([*client, f"CREATE DATABASE {name} CHARACTER SET utf8mb4"], check=True)
        yield socket
