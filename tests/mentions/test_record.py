"""The ledger on the disk: appended, mended, locked, put in order."""

import multiprocessing
import stat

import pytest

from partwork.errors import ContentError, PartworkError
from partwork.mentions.ledger import Page, State, decode, encode
from partwork.mentions.record import opened, read
from tests.mentions.builders import make_source, mention_fact, page_fact

ONE = make_source("one")
TWO = make_source("two")


@pytest.fixture
def path(tmp_path):
    """Where the ledger is."""
    return tmp_path / "mentions.jsonl"


def test_a_ledger_that_is_not_there_is_empty(path):
    """The first run begins with nothing."""
    assert not read(path).pages
    assert not path.exists()


def test_each_fact_is_on_the_disk_at_once(path):
    """Whoever reads the file while a run goes on finds what it has done."""
    with opened(path) as record:
        record.keep(page_fact(TWO))
        assert decode("", path.read_bytes())[0] == (page_fact(TWO),)
        record.keep(mention_fact(ONE), page_fact(ONE))
        assert len(path.read_bytes().splitlines()) == 3


def test_a_run_ends_with_the_lines_in_order(path):
    """Pages by address, each with its mentions; what was written over is gone."""
    with opened(path) as record:
        record.keep(page_fact(TWO), mention_fact(ONE, state=State.WAITING))
        record.keep(page_fact(ONE), mention_fact(ONE))
    assert path.read_bytes() == encode([page_fact(ONE), mention_fact(ONE), page_fact(TWO)])
    assert [one.name for one in path.parent.iterdir()] == ["mentions.jsonl"]


def test_a_run_that_does_nothing_writes_nothing(path):
    """A file in order keeps its bytes and its time."""
    path.write_bytes(encode([page_fact(ONE)]))
    before = path.stat()
    with opened(path) as record:
        record.keep()
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def _keep_and_fail(record):
    record.keep(page_fact(ONE))
    raise ZeroDivisionError


def test_a_run_that_fails_keeps_what_it_did(path):
    """An error on the way loses nothing."""
    with pytest.raises(ZeroDivisionError), opened(path) as record:
        _keep_and_fail(record)
    assert [*read(path).pages.values()] == [page_fact(ONE)]


@pytest.mark.parametrize("cut", [1, 10, len(encode([page_fact(TWO)])) - 1])
def test_a_torn_line_is_mended(path, cut):
    """A run that was killed while it wrote leaves half a line; the next goes on after the last whole one."""
    path.write_bytes(encode([page_fact(ONE)]) + encode([page_fact(TWO)])[:cut])
    assert ONE.path in {page.path for page in read(path).pages.values()}
    with opened(path) as record:
        record.keep(mention_fact(ONE))
        assert decode("", path.read_bytes())[1] == ()
    lines = path.read_bytes().splitlines()
    assert encode([page_fact(ONE), mention_fact(ONE)]).splitlines() == lines[:2]


def test_a_bad_line_stops_the_run_before_anything_is_sent(path):
    """The file is left as it is."""
    content = b"<<<<<<< ours\n" + encode([page_fact(ONE)])
    path.write_bytes(content)
    with pytest.raises(ContentError, match=r"mentions\.jsonl:1"), opened(path):
        pytest.fail("nothing may be sent")
    with pytest.raises(ContentError):
        read(path)
    assert path.read_bytes() == content


def test_two_runs_never_send_at_once(path):
    """The second is told; when the first has ended, it may go on, though the file is another by then."""
    with opened(path) as record:
        record.keep(page_fact(ONE))
        with pytest.raises(PartworkError, match="being sent already"), opened(path):
            pytest.fail("locked")
    with opened(path) as record:
        assert [*record.ledger.pages.values()] == [page_fact(ONE)]


def _add(path, number, gate):
    gate.wait()
    done = False
    while not done:
        try:
            with opened(path) as record:
                record.keep(Page(url=f"https://patience.example/{number}.html"))
            done = True
        except PartworkError:
            pass


def test_runs_that_race_lose_nothing(path):
    """Four processes that begin at once, each until it has had its turn: every fact is kept."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(4)
    runs = [context.Process(target=_add, args=(path, number, gate)) for number in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0] * 4
    assert len(read(path).pages) == 4


def test_a_link_stays_a_link_and_rights_stay_as_they_were(path, tmp_path):
    """Putting the lines in order changes the file that a link leads to."""
    real = tmp_path / "elsewhere" / "ledger"
    real.parent.mkdir()
    real.write_bytes(b"")
    real.chmod(0o640)
    path.symlink_to(real)
    with opened(path) as record:
        record.keep(page_fact(ONE))
    assert path.is_symlink()
    assert real.read_bytes() == encode([page_fact(ONE)])
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
