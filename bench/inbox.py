"""How fast an inbox acknowledges webmentions: a real server, SQLite on disk, clients on loopback.

Requests are sent at a fixed rate, whether or not earlier ones were answered, and each is timed from the
moment it was due: a server that stalls cannot hide it. Exits with 1 where the rate was not reached, an
answer was not 201, the 99th percentile is over `LIMIT`, or not everything acknowledged is in the database.
"""

import argparse
import asyncio
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

LIMIT = 0.100  # seconds
_TARGET = "https://essays.example/resume.html"


def main() -> None:
    """Measure, print, and exit with 1 where a figure was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=500, help="requests a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--workers", type=int, default=0, help="threads that look at sources meanwhile")
    parser.add_argument(
        "--folder", help="where the database lies; a temporary folder of the disk if not given"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        seconds, statuses = asyncio.run(_measure(Path(folder), options))
        stored = (
            sqlite3.connect(Path(folder, "inbox.sqlite3")).execute("SELECT count(*) FROM heard").fetchone()[0]
        )
    wanted = options.rate * options.seconds
    created = statuses.count(201)
    quantiles = statistics.quantiles(seconds, n=1000)
    p50, p99, p999 = (1000 * quantiles[place] for place in (499, 989, 998))
    print(
        f"{wanted} webmentions at {options.rate}/s over {options.connections} connections,"
        f" {options.workers} workers\n"
        f"acknowledged {created}, in the database {stored}\n"
        f"p50 {p50:.1f} ms   p99 {p99:.1f} ms   p99.9 {p999:.1f} ms   longest {1000 * max(seconds):.1f} ms\n"
        f"machine  {platform.platform()}, {os.cpu_count()} cores, clients on the same\n"
        f"versions Python {platform.python_version()}, uvicorn {version('uvicorn')},"
        f" starlette {version('starlette')}, SQLAlchemy {version('sqlalchemy')},"
        f" SQLite {sqlite3.sqlite_version}"
    )
    if created < wanted or stored < wanted or p99 > 1000 * LIMIT:
        sys.exit(f"missed: {wanted} acknowledged and stored, p99 under {1000 * LIMIT:.0f} ms")


async def _measure(folder: Path, options: argparse.Namespace) -> tuple[list[float], list[int]]:
    map_ = folder / "inbox.json"
    map_.write_text(
        json.dumps(
            {"site": "https://essays.example", "pages": [{"url": _TARGET, "title": "T", "pings": True}]}
        )
    )
    command = [sys.executable, "-m", "partwork", "inbox", "serve", "--map", str(map_), "--port", "0"]
    command += ["--database", f"sqlite:///{folder}/inbox.sqlite3", "--workers", str(options.workers)]
    command += ["--per-minute", "10000000"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().rpartition(":")[2].partition("/")[0])
        await _until_up(port)
        return await _load(port, options)
    finally:
        server.terminate()
        server.wait(30)


async def _until_up(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    sys.exit("the inbox did not start")


async def _load(port: int, options: argparse.Namespace) -> tuple[list[float], list[int]]:
    due: asyncio.Queue[tuple[int, float] | None] = asyncio.Queue()
    seconds: list[float] = []
    statuses: list[int] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (one := await due.get()) is not None:
            number, when = one
            body = urlencode({"source": f"https://reader{number}.example/post", "target": _TARGET}).encode()
            writer.write(
                b"POST /webmention HTTP/1.1\r\nHost: in.example\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            seconds.append(time.perf_counter() - when)
            statuses.append(int(head.split(b" ", 2)[1]))
        writer.close()

    clients = [asyncio.create_task(client()) for _ in range(options.connections)]
    begun = time.perf_counter() + 0.5
    for number in range(options.rate * options.seconds):
        when = begun + number / options.rate
        if (wait := when - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        due.put_nowait((number, when))
    for _ in clients:
        due.put_nowait(None)
    await asyncio.gather(*clients)
    return seconds, statuses


if __name__ == "__main__":
    main()
