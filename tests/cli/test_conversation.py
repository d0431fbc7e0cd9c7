"""Two sites and one inbox on loopback: one links to the other, tells it, and is shown there."""

import json
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from partwork.inbox.app import application
from partwork.inbox.desk import Desk
from partwork.inbox.inbox import Inbox, Rules
from partwork.inbox.schema import open_database
from partwork.inbox.store import Store
from partwork.inbox.targets import Map
from partwork.inbox.words import State
from partwork.inbox.worker import Worker
from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard
from partwork.theme import THEME
from tests.inbox.running import TOKEN
from tests.serving import serving

CONF = """\
SITENAME = {name!r}
AUTHOR = {name!r}
SITEURL = {siteurl!r}
PATH = "content"
THEME = {theme!r}
PLUGINS = ["partwork"]
TIMEZONE = "UTC"
PARTWORK = {partwork!r}
"""


class Publication:
    """A site in a folder, published by a server of files on loopback."""

    def __init__(self, root: Path, name: str, host: str) -> None:
        self.root, self.name = root, name
        (root / "content").mkdir(parents=True)
        (root / "output").mkdir()
        handler = partial(_Quiet, directory=str(root / "output"))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.authority = f"{host}:{self._server.server_port}"
        self.url = f"http://{self.authority}"
        self.configure()

    def configure(self, **partwork: object) -> None:
        """Write the settings."""
        settings = {"publishing": True, **partwork}
        text = CONF.format(name=self.name, siteurl=self.url, theme=THEME, partwork=settings)
        (self.root / "publishconf.py").write_text(text, encoding="utf-8")

    def post(self, slug: str, body: str) -> None:
        """Write a post and publish the site."""
        text = f"Title: {slug.title()}\nSlug: {slug}\nDate: 2026-01-01 10:00\n\n{body}\n"
        (self.root / f"content/{slug}.md").write_text(text, encoding="utf-8")
        self.run("build", "-s", "publishconf.py")

    def run(self, *arguments: str) -> str:
        """Run partwork there, and return what it says."""
        command = [sys.executable, "-m", "partwork", *arguments]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def page(self, slug: str) -> BeautifulSoup:
        """Return a page as it is published."""
        return BeautifulSoup((self.root / f"output/{slug}.html").read_text(encoding="utf-8"), "html5lib")

    def close(self) -> None:
        """Take it down."""
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def town(tmp_path):
    """Two sites: one is at localhost, the other at 127.0.0.1, so that they are two hosts."""
    sites = Publication(tmp_path / "a", "Ann", "localhost"), Publication(tmp_path / "b", "Bob", "127.0.0.1")
    yield sites
    for one in sites:
        one.close()


@pytest.mark.parametrize("protocol", ["webmention", "pingback"])
def test_two_sites_converse(town, tmp_path, protocol):
    """A link is found, sent, acknowledged, verified, approved, pulled and shown; then taken back."""
    ann, bob = town
    bob.post("essay", "What I think.")
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    store, guard = Store(engine), Guard(frozenset({ann.authority, bob.authority}))
    map_ = tmp_path / "b/output/inbox.json"
    map_.write_text(json.dumps({"site": bob.url, "pages": []}))
    inbox = Inbox(store, Map(str(map_), Fetcher(guard)), guard, Rules(pingbacks=True))
    worker = Worker(store, lambda peer: Fetcher(guard, peer=peer))
    with serving(application(inbox, token=TOKEN), host="127.0.0.1") as address:
        bob.configure(**{f"{protocol}_endpoint": f"{address}/{protocol}"})
        bob.run("build", "-s", "publishconf.py")
        inbox.refresh()
        ann.post("answer", f"As [Bob says]({bob.url}/essay.html), and I agree with all of it.")
        trust = [word for host in (ann.authority, bob.authority, address[7:]) for word in ("--trust", host)]
        assert "1 sent" in ann.run("mentions", "send", *trust)

        assert worker.work()
        (heard,) = store.listed(State.PENDING)
        assert (heard.source, heard.kind) == (f"{ann.url}/answer.html", protocol)
        Desk(store, "test").approve(heard.ref)
        pulled = ["mentions", "pull", address, "--token", TOKEN]
        assert "1 added" in bob.run(
            *pulled, "--then", f"{sys.executable} -m partwork build -s publishconf.py"
        )
        shown = bob.page("essay").select_one(f".{protocol}")
        assert "Ann" in shown.get_text() or "Answer" in shown.get_text()
        assert f"{ann.url}/answer.html" in {link["href"] for link in shown.select("a")}
        assert re.search("I agree with all of it", shown.get_text())

        assert "Nothing to send" in ann.run("mentions", "send", *trust)
        if protocol == "webmention":  # pingback knows no taking back
            ann.post("answer", "I have thought again.")
            assert "1 withdrawn" in ann.run("mentions", "send", *trust)
            assert worker.work()
            assert store.find(heard.ref).state is State.WITHDRAWN
            assert "1 removed" in bob.run(*pulled)
    engine.dispose()
