"""``partwork serve``: what the author sees while writing."""

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pytest

from partwork.cli.serve.builds import Builds
from partwork.cli.serve.changes import Changes
from partwork.cli.serve.web import server
from tests.press.command import SETTINGS, build


@pytest.fixture
def served(tmp_path):
    """A server of a small output folder, and its count of builds."""
    (tmp_path / "index.html").write_text("<p>home", encoding="utf-8")
    (tmp_path / "404.html").write_text("<p>lost", encoding="utf-8")
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    changes = Changes(tmp_path)
    running = server(tmp_path, "127.0.0.1", 0, changes)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_port, changes
    running.shutdown()
    running.server_close()


def get(port: int, path: str) -> tuple[int, str]:
    """Return status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize(
    ("path", "status", "begins"),
    [
        ("/", 200, "<p>home"),
        ("/index.html?x=1", 200, "<p>home"),
        ("/nowhere/at/all", 404, "<p>lost"),
        ("/style.css", 200, "p {}"),
        ("/../../etc/passwd", 404, "<p>lost"),
        ("/%00.html", 404, "<p>lost"),
        (f"/{'x' * 300}.html", 404, "<p>lost"),
        (f"/{'x/' * 3000}", 404, "<p>lost"),
        ("/%ff", 404, "<p>lost"),
    ],
)
def test_pages_reload_themselves(served, path, status, begins):
    """Pages carry the line that reloads them, the one for lost readers too; other files are as they are."""
    answered, body = get(served[0], path)
    assert answered == status
    assert body.startswith(begins)
    assert ("EventSource" in body) is begins.startswith("<p>")


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/style.css", 200), ("/%00", 404), ("/x", 404)])
def test_headers_alone_may_be_asked_for(served, path, status):
    """A request for the headers of a name that no file can have is answered, too."""
    connection = http.client.HTTPConnection("127.0.0.1", served[0], timeout=10)
    connection.request("HEAD", path)
    assert connection.getresponse().status == status
    connection.close()


def test_a_browser_that_goes_away_is_not_told_of(served, capsys):
    """An author who reloads quickly sees no traceback in the terminal."""
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", served[0])) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(b"GET / HTTP/1.0\r\n\r\n")
    assert get(served[0], "/")[0] == 200
    assert "Traceback" not in "".join(capsys.readouterr())


def listen(port: int, query: str) -> http.client.HTTPResponse:
    """Return the stream of changes of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/.partwork/changes{query}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    return answer


def seen(port: int, path: str) -> str:
    """Return the query by which a page that was loaded asks for its changes."""
    return "?page=" + quote(path) + "&seen=" + re.search(r"&seen=([^']*)'", get(port, path)[1])[1]


def test_a_waiting_browser_hears_of_another_page(served, tmp_path):
    """The stream says so when the page that is shown is written anew."""
    port, changes = served
    answer = listen(port, seen(port, "/"))
    threading.Timer(0.2, lambda: [(tmp_path / "index.html").write_text("<p>new"), changes.announce()]).start()
    assert answer.readline() == b"data: built\n"


def test_a_page_that_changed_before_its_browser_listens_is_told_of(served, tmp_path):
    """Nothing is lost between the answer with the page and the stream of its changes."""
    port, _ = served
    query = seen(port, "/")
    (tmp_path / "index.html").write_text("<p>new", encoding="utf-8")
    assert listen(port, query).readline() == b"data: built\n"


@pytest.mark.parametrize("path", ["/", "/index.html", "/nowhere"])
def test_what_is_written_with_the_same_bytes_reloads_nothing(served, tmp_path, path):
    """A build that changes another page is not heard of; one that changes a stylesheet is."""
    port, changes = served
    answer = listen(port, seen(port, path))
    (tmp_path / "other.html").write_text("<p>other", encoding="utf-8")
    changes.announce()
    answer.fp.raw._sock.settimeout(0.3)
    with pytest.raises(TimeoutError):
        answer.fp.raw.readinto(bytearray(1))
    answer.fp.raw._timeout_occurred = False
    answer.fp.raw._sock.settimeout(10)
    changes.announce(others=True)
    assert answer.readline() == b"data: built\n"


def test_an_error_and_its_end_are_told(served):
    """The page is loaded again to show what is wrong, and again when nothing is."""
    port, changes = served
    answer = listen(port, seen(port, "/"))
    changes.fail("It is wrong.")
    assert answer.readline() == b"data: built\n"
    assert "It is wrong." in get(port, "/")[1]
    changes.fail("")
    assert [answer.readline(), answer.readline()] == [b"\n", b"data: built\n"]


def test_who_looks_at_a_page_is_known(served):
    """While its browser waits."""
    port, changes = served
    assert changes.looked_at() == []
    answer = listen(port, seen(port, "/"))
    changes.fail("So that the stream says something.")
    answer.readline()
    assert changes.looked_at() == ["index.html"]


def test_a_lost_reader_hears_when_there_is_a_page(served, tmp_path):
    """An author follows a link to a post that is not written yet, and writes it."""
    port, changes = served
    answer = listen(port, seen(port, "/next.html"))
    (tmp_path / "next.html").write_text("<p>next", encoding="utf-8")
    changes.announce()
    assert answer.readline() == b"data: built\n"


@contextmanager
def serve(folder: Path, *arguments: str):
    """Serve the site of a folder, as authors do."""
    program = subprocess.Popen(
        [sys.executable, "-m", "partwork", "serve", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "SOURCE_DATE_EPOCH": "1800000000"},
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait(timeout=20)
        program.stdout.close()


@pytest.fixture
def site(tmp_path):
    """A site of one post."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/one.md").write_text("Title: One\nDate: 2026-01-01\n\nWords.\n", encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_site_that_was_not_touched_is_served_at_once(site, how):
    """What stands there is shown while it is read again; all its processes end when it is told to."""
    assert build(site)[1] == 0
    with serve(site, "--port", "0") as program:
        said = [*takewhile(lambda line: not line.startswith("Serving at "), program.stdout)]
        assert not any(line.startswith("kept ") for line in said)
        assert any(line.startswith("kept ") for line in program.stdout)
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        program.send_signal(how)
        assert program.wait(timeout=20) == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_a_port_that_is_taken_is_told_before_anything_is_built(site):
    """With the number, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serve(site, "--port", port) as program:
            said = program.stdout.read()
            assert program.wait(timeout=20) == 2
    assert f"Cannot serve at 127.0.0.1:{port}" in said
    assert not (site / "output").exists()


@pytest.fixture
def builds(site, monkeypatch):
    """The builds of that site, and who looks at it."""
    monkeypatch.chdir(site)
    changes = Changes(site / "output")
    ours = Builds("pelicanconf.py", changes)
    yield ours, changes
    ours.stop()


def write(site: Path, word: str) -> None:
    """Have the post say a word."""
    (site / "content/one.md").write_text(f"Title: One\nDate: 2026-01-01\n\n{word}.\n", encoding="utf-8")


def memory(process: int) -> int:
    """Return the kilobytes that a process and those it has started keep for themselves."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return int(re.search(r"Pss_Anon: +(\d+)", rollup)[1]) + sum(memory(int(child)) for child in children)


def test_builds_leave_nothing_behind(site, builds):
    """From the eleventh to the twentieth, the processes hold what they held from the first to the tenth.

    What they hold at one moment also depends on whether a fork has begun or ended.
    """
    ours, _ = builds
    held = []
    for number in range(20):
        write(site, f"Word {number}")
        ours.build()
        held.append(memory(os.getpid()))
    assert "Word 19" in (site / "output/one.html").read_text(encoding="utf-8")
    assert median(held[10:]) - median(held[:10]) < 1000


def test_a_page_is_shown_while_a_build_is_going_on(site, builds):
    """The build stands still for that, and ends well; then all is as it was saved last."""
    ours, changes = builds
    ours.build()
    page = site / "output/one.html"
    looking = changes.wait("one.html", "never seen")
    assert next(looking)
    write(site, "Before")
    ours.changed({str(site / "content/one.md")})
    assert "Before" in page.read_text(encoding="utf-8")
    building = threading.Thread(target=ours.build)
    building.start()
    for number in range(3):
        write(site, f"Meanwhile {number}")
        ours.changed({str(site / "content/one.md")})
        assert f"Meanwhile {number}" in page.read_text(encoding="utf-8")
    building.join(60)
    assert not building.is_alive()
    assert "Meanwhile 2" in page.read_text(encoding="utf-8")
    ours.build()
    assert "Meanwhile 2" in (site / "output/feeds/all.atom.xml").read_text(encoding="utf-8")
    looking.close()


_SAVES = """
from pathlib import Path
from pelican import signals

def save(_):
    file = Path("content/one.md")
    if "Later" not in file.read_text():
        file.write_text("Title: One\\nDate: 2026-01-01\\n\\nLater.\\n")

signals.finalized.connect(save, weak=False)
"""


def test_what_is_saved_during_the_first_build_is_built(site):
    """Files are watched before they are read."""
    (site / "pelicanconf.py").write_text(SETTINGS + _SAVES, encoding="utf-8")
    with serve(site, "--port", "0") as program:
        built = (line for line in program.stdout if line.startswith("kept "))
        assert [next(built), next(built)]
    assert "Later" in (site / "output/one.html").read_text(encoding="utf-8")
