"""``partwork inbox``: decisions from the command line, and what it says where it cannot begin."""

import json
import re

import pytest
from click.testing import CliRunner

from partwork.cli import main
from partwork.inbox.schema import open_database
from partwork.inbox.store import Store
from partwork.inbox.words import Notice, State, Words
from partwork.model import Kind

NOW = 1_790_000_000


@pytest.fixture
def database(tmp_path):
    """The address of a database in which a comment and a mention wait."""
    url = f"sqlite:///{tmp_path}/inbox.sqlite3"
    engine = open_database(url)
    store = Store(engine)
    target = "https://essays.example/resume.html"
    said = Words(name="Una", markdown="I am *from* Hask.")
    store.accept([Notice(kind=Kind.COMMENT, target=target, received=NOW, nonce="1", words=said)])
    source = "https://reader.example/a"
    store.accept(
        [Notice(kind=Kind.WEBMENTION, target=target, received=NOW, source=source, host="reader.example")]
    )
    one = store.lease(NOW, 60)
    store.finish(one, {"state": State.PENDING, "due": None, "words": Words(name="A Page")})
    yield url
    engine.dispose()


def run(*arguments):
    """Run a command."""
    return CliRunner().invoke(main, ["inbox", *arguments])


def waiting(database):
    """Return the refs that the list shows, the newest first."""
    shown = run("list", "--database", database).output
    return [line.split()[0] for line in shown.splitlines() if line[:1].isalnum() and "  " in line]


def test_what_waits_is_listed_with_what_was_said(database):
    """A line for each with its name, its page and its words, and how many there are."""
    shown = run("list", "-d", database).output
    assert "Una" in shown
    assert "I am from Hask." in shown
    assert "https://reader.example/a" in shown
    assert shown.endswith("2 pending.\n")


def test_wr_o03_decisions_are_taken_logged_and_undone(database):
    """Approve one, reject the other, undo both by the numbers of a log that says who and when."""
    mention, comment = waiting(database)
    assert run("approve", comment, "-d", database).output == f"Approved {comment}.\n"
    assert run("reject", mention, "-d", database).exit_code == 0
    assert waiting(database) == []
    log = run("log", "-d", database).output.splitlines()
    assert ["reject A Page" in log[0], "approve Una" in log[1]] == [True, True]
    assert all(re.search(r" 20\d\d-\d\d-\d\d .*, by command line$", line) for line in log)
    numbers = [line.split()[0] for line in log]
    assert run("undo", *numbers, "-d", database).exit_code == 0
    assert len(waiting(database)) == 2
    assert "(undone)" in run("log", "-d", database).output


def test_a_host_is_blocked_and_the_block_taken_back(database):
    """All that waits of it is rejected; without the rule, it may come again."""
    assert run("block", "reader.example", "-d", database).exit_code == 0
    assert len(waiting(database)) == 1
    assert run("forget", "reader.example", "-d", database).exit_code == 0
    assert run("allow", "other.example", "-d", database).exit_code == 0


def test_what_is_not_there_is_told_and_the_rest_done(database):
    """Exit status 1, a line for what failed, and the other decisions taken."""
    _, comment = waiting(database)
    done = run("approve", "nothing", comment, "-d", database)
    assert done.exit_code == 1
    assert "There is nothing of the name nothing." in done.output
    assert f"Approved {comment}." in done.output
    assert run("undo", "99", "-d", database).exit_code == 1
    assert run("undo", "x", "-d", database).exit_code == 1


def test_a_state_that_is_none_is_a_wrong_command_line(database):
    """Exit status 2, with the states there are."""
    done = run("list", "--state", "maybe", "-d", database)
    assert done.exit_code == 2
    assert "queued, pending, approved" in done.output


@pytest.mark.parametrize(
    "database",
    ["nonsense", "sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://u:secret@127.0.0.1:1/x"],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(database):
    """What, the value and the mend; never a traceback, never the password."""
    done = run("list", "-d", database)
    assert done.exit_code == 1
    assert "mend:" in done.output
    assert "secret" not in done.output


def test_the_hash_of_a_password_is_printed():
    """It asks twice, and prints one line."""
    done = CliRunner().invoke(main, ["inbox", "password"], input="maps\nmaps\n")
    assert done.exit_code == 0
    assert done.output.splitlines()[-1].startswith("scrypt$")


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "cannot be read"), ("{", "not the map of a site"), (json.dumps({"pages": []}), "not the map")],
)
def test_a_map_that_is_none_is_told_before_anything_is_served(tmp_path, content, told):
    """Exit status 1, the file and the mend."""
    map_ = tmp_path / "inbox.json"
    if content is not None:
        map_.write_text(content, encoding="utf-8")
    done = run("serve", "--map", str(map_), "-d", f"sqlite:///{tmp_path}/inbox.sqlite3")
    assert done.exit_code == 1
    assert told in done.output
    assert "mend:" in done.output
