"""``partwork mentions pull``: what was approved in a running inbox becomes lines of the site's files."""

import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from partwork.inbox.schema import open_database
from partwork.inbox.store import Store
from partwork.inbox.words import State
from tests.inbox.running import OPEN, TOKEN, Sources, running

SETTINGS = """
SITENAME = "Essays"
SITEURL = "https://essays.example"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = ["partwork"]
from partwork.theme import THEME
PARTWORK = {"publishing": True, "comment_endpoint": "https://in.example/comment"}
"""
POST = "Title: Open\nSlug: open\nDate: 2026-01-01 10:00\n\nWords.\n"
OLD = """# Kept as it is.
responses:
- {id: 7, name: "Ann", published: 2026-01-02T10:00:00+00:00, html: <p>First.</p>}   # mine
"""


@pytest.fixture
def folder(tmp_path):
    """A site with a post and a response that its author has written by hand."""
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "publishconf.py").write_text(SETTINGS, encoding="utf-8")
    (site / "content/open.md").write_text(POST, encoding="utf-8")
    (site / "content/open.responses.yaml").write_text(OLD, encoding="utf-8")
    return site


@pytest.fixture
def sources():
    """A server of pages that link to the post."""
    server = Sources()
    yield server
    server.close()


@pytest.fixture
def inbox(tmp_path, sources):
    """A running inbox."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    with running(Store(engine), tmp_path, trusted=frozenset({sources.host})) as one:
        yield one
    engine.dispose()


def run(folder, *arguments, **environment):
    """Run partwork in the folder of the site."""
    return subprocess.run(
        [sys.executable, "-m", "partwork", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PARTWORK_INBOX_TOKEN": TOKEN, **environment},
    )


def pull(folder, inbox, *more):
    """Pull, and return what was said."""
    done = run(folder, "mentions", "pull", inbox.address, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def written(folder):
    """Return the responses file."""
    return (folder / "content/open.responses.yaml").read_text(encoding="utf-8")


def test_what_is_approved_stands_on_the_page_and_what_is_rejected_leaves_it(folder, inbox, sources):
    """Comment and mention, from the endpoint over the moderation and the file to the page, and back."""
    fields = {"target": OPEN, "name": "Una", "do": "send", "website_confirmation": "", "reply_to": "7"}
    inbox.post("/comment", text="I *am* from Hask.", **fields)
    inbox.mention(sources.page("/a", "I read"))
    inbox.work()
    assert pull(folder, inbox) == "0 responses new or changed, 0 known.\n"
    assert written(folder) == OLD

    desk = inbox.login()
    refs = [one.ref for one in inbox.store.listed(State.PENDING)]
    for ref in refs:
        desk.decide("approve", ref)
    said = pull(folder, inbox, "--then", f"{sys.executable} -m partwork build --settings publishconf.py")
    assert "open.responses.yaml: 2 added, 0 changed, 0 removed" in said
    assert written(folder).startswith(OLD)
    page = BeautifulSoup((folder / "output/open.html").read_text(encoding="utf-8"), "html5lib")
    answer = page.select_one("#comment-7 li")
    assert answer.select_one("em").text == "am"
    assert page.select_one(".webmention .u-url")["href"] == f"http://{sources.host}/a"

    before = written(folder)
    marker = folder / "ran"
    assert "0 responses new or changed, 2 known." in pull(folder, inbox, "--then", f"touch {marker}")
    assert written(folder) == before
    assert not marker.exists()

    desk.decide("reject", refs[0])
    assert "1 removed" in pull(folder, inbox)
    assert "/a" not in written(folder)
    assert "Hask" in written(folder)


def test_wr_o04_the_command_runs_once_for_all_that_is_new(folder, inbox):
    """Three approvals are one rebuild; another pull with nothing new is none."""
    fields = {"target": OPEN, "name": "Una", "do": "send", "website_confirmation": ""}
    for number in range(3):
        inbox.post("/comment", text=f"Hello {number}.", **fields)
    desk = inbox.login()
    for one in inbox.store.listed(State.PENDING):
        desk.decide("approve", one.ref)
    assert "3 added" in pull(folder, inbox, "--then", "echo rebuilt >> log")
    pull(folder, inbox, "--then", "echo rebuilt >> log")
    assert (folder / "log").read_text() == "rebuilt\n"


def test_the_status_of_the_command_is_passed_on(folder, inbox):
    """A publish that fails is not hidden by a pull that worked."""
    fields = {"target": OPEN, "name": "Una", "do": "send", "website_confirmation": ""}
    inbox.post("/comment", text="Hello.", **fields)
    inbox.login().decide("approve", inbox.store.listed(State.PENDING)[0].ref)
    assert run(folder, "mentions", "pull", inbox.address, "--then", "exit 7").returncode == 7


def test_what_is_about_a_page_that_is_no_more_is_told(folder, inbox):
    """It stays in the inbox; nothing is written."""
    fields = {"target": OPEN, "name": "Una", "do": "send", "website_confirmation": ""}
    inbox.post("/comment", text="Hello.", **fields)
    inbox.login().decide("approve", inbox.store.listed(State.PENDING)[0].ref)
    (folder / "content/open.md").write_text(POST.replace("Slug: open", "Slug: other"), encoding="utf-8")
    done = run(folder, "mentions", "pull", inbox.address)
    assert done.returncode == 0
    assert OPEN in done.stderr
    assert written(folder) == OLD


def test_a_wrong_token_and_a_wrong_address_are_told(folder, inbox, sources):
    """Each with its mend; the file is as it was."""
    wrong = run(folder, "mentions", "pull", inbox.address, PARTWORK_INBOX_TOKEN="wrong")
    assert (wrong.returncode, "does not take this token" in wrong.stderr) == (1, True)
    none = run(folder, "mentions", "pull", inbox.address, PARTWORK_INBOX_TOKEN="")
    assert (none.returncode, "--token-file" in none.stderr) == (2, True)
    other = run(folder, "mentions", "pull", f"http://{sources.host}")
    assert (other.returncode, "no export" in other.stderr) == (1, True)
    nobody = run(folder, "mentions", "pull", "http://127.0.0.1:1")
    assert nobody.returncode == 1
    assert "Traceback" not in wrong.stderr + none.stderr + other.stderr + nobody.stderr
    assert written(folder) == OLD
