"""``partwork mentions plan`` and ``send``: the real commands, in processes of their own."""

import asyncio
import os
import pty
import random
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from partwork.mentions.ledger import State
from partwork.mentions.record import opened, read
from partwork.theme import THEME
from tests.serving import serving
from tests.site.folder import SiteFolder
from tests.stranger import Stranger

CONF = """\
SITENAME = "Patience"
SITEURL = {siteurl!r}
PATH = "content"
THEME = {theme!r}
PLUGINS = ["partwork"]
TIMEZONE = "UTC"
PARTWORK = {partwork!r}
"""
# A process that ends at once when it so much as makes a socket or asks for the address of a name.
NO_SOCKET = """\
import os, sys

def hook(event, _):
    if event.startswith("socket.") and event != "socket.gethostname":
        os.write(2, f"opened a socket: {event}\\n".encode())
        os._exit(86)

sys.addaudithook(hook)
from partwork.cli import main
main()
"""

# A process in which nothing of the extra is installed.
NO_EXTRA = """\
import sys

for name in ("urllib3", "justhtml", "idna", "webencodings", "mf2py"):
    sys.modules[name] = None
from partwork.cli import main
main()
"""


class Author:
    """A site with a publishconf.py, the server it is published to, and the commands."""

    def __init__(self, root: Path, stranger: Stranger) -> None:
        self.site = SiteFolder(root)
        self.stranger = stranger
        self.ledger = root / "mentions.jsonl"
        self.theirs = stranger.url.replace("localhost", "127.0.0.1")
        self.settings(stranger.url)

    def settings(self, siteurl: str, **partwork: object) -> None:
        """Write the settings of a site that is published at `siteurl`."""
        text = CONF.format(siteurl=siteurl, theme=THEME, partwork={"publishing": True, **partwork})
        (self.site.root / "publishconf.py").write_text(text, encoding="utf-8")

    def deploy(self) -> None:
        """Build the site and put it on the server."""
        assert self.run("build", "-s", "publishconf.py").returncode == 0
        for name, content in self.site.files().items():
            self.stranger.say(f"/{name}", content)

    def neighbour(self, name: str, status: int = 202) -> str:
        """Put up a page of theirs that takes mentions."""
        self.stranger.say(f"/{name}", f'<link rel="webmention" href="/webmention/{name}">')
        self.stranger.say(f"/webmention/{name}", "", status)
        return f"{self.theirs}/{name}"

    def command(self, *arguments: str, program: str = "") -> list[str]:
        """Return a command line."""
        return [sys.executable, *(["-c", program] if program else ["-m", "partwork"]), *arguments]

    def run(self, *arguments: str, program: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments, program=program),
            cwd=self.site.root,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def trusting(self) -> list[str]:
        """The command that sends, allowed to ask this machine."""
        hosts = urlsplit(self.stranger.url).netloc, urlsplit(self.theirs).netloc
        return ["mentions", "send", *(word for host in hosts for word in ("--trust", host))]

    def send(self, program: str = "") -> subprocess.CompletedProcess[str]:
        """Send."""
        return self.run(*self.trusting, program=program)

    def posted(self) -> list[str]:
        """Return the endpoints that were told something."""
        return [asked.path for asked in self.stranger.asked if asked.method == "POST"]


@pytest.fixture
def author(tmp_path, stranger):
    """An author."""
    return Author(tmp_path, stranger)


def test_the_plan_says_what_is_sent_and_with_all_what_is_not(author):
    """Page by page, each target with the reason; nobody is asked, and nothing is written: WS-S11."""
    author.site.post("one", "[a](https://a.example/x) [b](https://b.example/y){: .no-mention} [c](two.html)")
    author.site.post("two", "[d](https://d.example/)", Status="draft")
    author.settings("https://patience.example")
    short = author.run("mentions", "plan", program=NO_SOCKET)
    assert (short.returncode, short.stdout.splitlines()) == (
        0,
        [
            "https://patience.example/one.html",
            "    send    https://a.example/x: new",
            "1 mention to send, 2 not (--all shows them).",
        ],
    ), short.stderr
    whole = author.run("mentions", "plan", "--all", program=NO_SOCKET)
    assert whole.stdout.splitlines()[1:] == [
        "    send    https://a.example/x: new",
        "    skip    https://b.example/y: opted out: the link says no-mention",
        "https://patience.example/drafts/two.html",
        "    skip    https://d.example/: planned: still a draft",
        "1 mention to send, 2 not.",
    ]
    assert not author.ledger.exists()


def test_send_sends_and_the_next_plan_has_nothing(author):
    """Every target is told, and told of in a line; the ledger is in order, and another run asks nobody."""
    targets = [author.neighbour(name) for name in ("b", "a")]
    author.site.post("one", " ".join(f"[x]({target})" for target in targets))
    author.deploy()
    done = author.send()
    assert done.returncode == 0, done.stderr
    lines = {f"sent        {target} from {author.stranger.url}/one.html" for target in targets}
    assert set(done.stdout.splitlines()) == {*lines, "2 sent"}
    text = author.ledger.read_text(encoding="utf-8")
    assert re.findall(r'"target":"[^"]*/(\w)"', text) == ["a", "b"]
    author.stranger.asked.clear()
    again = author.send(program=NO_SOCKET)
    assert (again.returncode, again.stdout) == (0, "Nothing to send.\n"), again.stderr
    assert "0 mentions to send, 2 not" in author.run("mentions", "plan").stdout
    assert author.ledger.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("statuses", "status", "words"),
    [
        ([202, 404], 1, "1 refused, 1 sent"),
        ([202, 503], 3, "1 sent, 1 waiting"),
        ([400, 503], 1, "1 refused, 1 waiting"),
    ],
)
def test_the_exit_status_says_how_it_went(author, statuses, status, words):
    """1 where something failed for good, 3 where something waits; what waits says so in the next run, too."""
    targets = [author.neighbour(f"n{n}", code) for n, code in enumerate(statuses)]
    author.site.post("one", " ".join(f"[x]({target})" for target in targets))
    author.deploy()
    done = author.send()
    assert (done.returncode, done.stdout.splitlines()[-1]) == (status, words)
    if 503 in statuses:
        assert "next try from" in done.stdout
        assert author.send().returncode == 3


def test_a_page_that_is_not_deployed_waits(author):
    """What was built and not deployed is not told of; the exit status says that something is left."""
    author.site.post("one", f"[x]({author.neighbour('a')})")
    done = author.send()
    assert done.returncode == 3
    assert "left " in done.stdout
    assert author.posted() == []


@pytest.mark.parametrize(
    ("siteurl", "partwork", "words"),
    [
        ("https://patience.example", {"publishing": False}, "for writing, not for publishing"),
        ("http://localhost:8000", {}, "nobody could read"),
        ("http://127.0.0.1", {}, "nobody could read"),
        ("http://192.168.1.20/blog", {}, "nobody could read"),
        ("http://patience", {}, "nobody could read"),
        ("", {}, "SITEURL is not an absolute address"),
    ],
)
def test_ws_s11_settings_that_are_not_public_cannot_send(author, siteurl, partwork, words):
    """WS-S11: with settings for writing, or no public address, no socket is so much as made."""
    author.site.post("one", "[x](https://a.example/x)")
    author.settings(siteurl, **partwork)
    done = author.run("mentions", "send", program=NO_SOCKET)
    assert done.returncode == 1
    assert words in done.stderr
    assert "mend:" in done.stderr
    assert not author.ledger.exists()


def test_the_test_of_sockets_sees_one(author):
    """The same program, with something to send, ends where it makes its first socket."""
    author.site.post("one", "[x](https://a.example/x)")
    author.settings("https://patience.example")
    done = author.run("mentions", "send", program=NO_SOCKET)
    assert done.returncode == 86
    assert "opened a socket" in done.stderr


def test_without_the_extra_the_plan_is_made_and_send_says_what_to_install(author):
    """A build, and what only looks, need nothing that sends."""
    author.site.post("one", "[x](https://a.example/x)")
    author.settings("https://patience.example")
    assert author.run("build", "-s", "publishconf.py", program=NO_EXTRA).returncode == 0
    assert "1 mention to send" in author.run("mentions", "plan", program=NO_EXTRA).stdout
    done = author.run("mentions", "send", program=NO_EXTRA)
    assert done.returncode == 1
    assert "pip install 'partwork[mentions]'" in done.stderr


def test_a_bad_ledger_is_told_and_nothing_is_sent(author):
    """File, line, value and mend, by both commands."""
    author.site.post("one", f"[x]({author.neighbour('a')})")
    author.deploy()
    author.ledger.write_text('{"fact":"page","url":"x"}\nnonsense\n', encoding="utf-8")
    for done in (author.send(), author.run("mentions", "plan")):
        assert done.returncode == 1
        assert "mentions.jsonl:2: A line of the ledger cannot be read" in done.stderr
        assert "value: nonsense" in done.stderr
    assert author.posted() == []


def test_the_ledger_stands_where_the_settings_say(author):
    """Beside the settings file, under the name that they give it."""
    author.settings(author.stranger.url, ledger="notes/told.jsonl")
    (author.site.root / "notes").mkdir()
    author.site.post("one", f"[x]({author.neighbour('a')})")
    author.deploy()
    assert author.send().returncode == 0
    assert len(read(author.site.root / "notes/told.jsonl").mentions) == 1


def test_a_second_run_beside_the_first_is_told_to_wait(author):
    """While one process has the ledger, another sends nothing."""
    author.site.post("one", f"[x]({author.neighbour('a')})")
    author.deploy()
    with opened(author.ledger):
        done = author.send()
    assert done.returncode == 1
    assert "being sent already" in done.stderr
    assert author.posted() == []


def test_progress_is_a_bar_on_a_terminal(author):
    """On a terminal a bar counts what is done; lines are the same."""
    author.site.post("one", f"[x]({author.neighbour('a')})")
    author.deploy()
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        author.command(*author.trusting),
        cwd=author.site.root,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert running.wait(60) == 0
    text = seen.decode()
    assert "100%" in text
    assert f"sent        {author.theirs}/a" in text


class Killer(Stranger):
    """A server that ends who asks it, at a moment of its choice; it counts what it was told."""

    def __init__(self, how: signal.Signals) -> None:
        super().__init__()
        self.how = how
        self.victim: subprocess.Popen[str] | None = None
        self.after = 0
        self.delay = 0.0
        self.patience = 0.0
        self.told: Counter[bytes] = Counter()

    async def __call__(self, scope, receive, send):
        """Answer, and perhaps end who asked: before the answer is out, or just after."""
        self.after -= 1
        if self.after == 0 and self.victim:
            threading.Timer(self.delay, self.victim.send_signal, [self.how]).start()
            await asyncio.sleep(self.patience)
        await super().__call__(scope, receive, send)
        if self.asked[-1].method == "POST":
            # What broke off on the way told nobody anything.
            self.told = Counter(
                asked.body
                for asked in self.asked
                if asked.method == "POST" and len(asked.body) == int(asked.headers["content-length"])
            )


def test_ws_s12_a_run_that_is_killed_goes_on_with_one_duplicate_at_most(tmp_path):
    """WS-S12: kill -9 at random moments, again and again: all are told, at most one twice for each kill."""
    chance = random.Random(7)
    server = Killer(signal.SIGKILL)
    with serving(server) as server.url:
        author = Author(tmp_path, server)
        targets = [author.neighbour(f"n{n}") for n in range(40)]
        author.site.post("one", " ".join(f"[x]({target})" for target in targets))
        author.deploy()
        kills = 0
        for _ in range(6):
            server.after, server.delay = chance.randrange(1, 30), chance.uniform(0, 0.02)
            server.victim = subprocess.Popen(
                author.command(*author.trusting), cwd=author.site.root, text=True
            )
            kills += server.victim.wait(60) == -signal.SIGKILL
        server.victim = None
        done = author.send()
    assert done.returncode == 0, done.stdout + done.stderr
    assert kills >= 3
    assert len(server.told) == len(targets)
    assert sum(server.told.values()) <= len(targets) + kills
    mentions = read(author.ledger).mentions.values()
    assert [mention.state for mention in mentions] == [State.SENT] * len(targets)


def test_ctrl_c_ends_a_run_without_a_duplicate(tmp_path):
    """The request that is on its way is ended and kept; the next run goes on with the others."""
    server = Killer(signal.SIGINT)
    with serving(server) as server.url:
        author = Author(tmp_path, server)
        targets = [author.neighbour(f"n{n}") for n in range(20)]
        author.site.post("one", " ".join(f"[x]({target})" for target in targets))
        author.deploy()
        server.after, server.patience = 30, 2  # seconds in which a busy machine delivers the signal
        server.victim = subprocess.Popen(
            author.command(*author.trusting), cwd=author.site.root, stdout=subprocess.PIPE, text=True
        )
        output, _ = server.victim.communicate(timeout=60)
        assert server.victim.returncode == 130
        assert output.splitlines()[-1].startswith("Stopped. What was sent is on record")
        assert 0 < len(server.told) < 20
        server.victim = None
        assert author.send().returncode == 0
    assert [*server.told.values()] == [1] * 20
