"""``partwork serve``: what the author sees while writing."""

import http.client
import socket
import struct
import threading

import pytest

from partwork.cli.serve import Changes, server


@pytest.fixture
def served(tmp_path):
    """A server of a small output folder, and its count of builds."""
    (tmp_path / "index.html").write_text("<p>home", encoding="utf-8")
    (tmp_path / "404.html").write_text("<p>lost", encoding="utf-8")
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    changes = Changes()
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


def test_a_waiting_browser_hears_of_a_build(served):
    """The stream says so when a build is done."""
    port, changes = served
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/.partwork/changes")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    threading.Timer(0.2, changes.announce).start()
    assert answer.readline() == b"data: built\n"
    connection.close()
