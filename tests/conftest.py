"""Fixtures that many tests share."""

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.log import LimitFilter
from pelican.settings import read_settings

from tests.rocks.app import Rocks
from tests.serving import serving
from tests.site.folder import NOW, ROOT, SiteFolder, at
from tests.stranger import Stranger


def pytest_configure() -> None:
    """Take Ctrl-C as usual: a shell has what it runs in the background ignore it, and so all below that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _fresh_log() -> Iterator[None]:
    """Pelican remembers every message of the process to tell it once; each test begins without memory."""
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    level = logging.getLogger("pelican").level
    yield
    logging.getLogger("pelican").setLevel(level)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """An empty site."""
    return SiteFolder(tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The sample site of the repository, built for its real address."""
    folder = SiteFolder(tmp_path_factory.mktemp("sample"))
    build_sample(folder.output)
    return folder


@pytest.fixture(scope="session")
def sample_at_home(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The sample site of the repository as ``make html`` builds it, with relative links."""
    folder = SiteFolder(tmp_path_factory.mktemp("home"))
    build_sample(folder.output, RELATIVE_URLS=True)
    return folder


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site with every page that the sample has not, with relative links."""
    return varied_site(SiteFolder(tmp_path_factory.mktemp("varied")))


def varied_site(site: SiteFolder) -> SiteFolder:
    """Write and build lists in pages, authors, periods, languages, drafts and hidden posts, odd names."""
    site.write({"series/odd.md": "Title: C++ & <Co>\nParts: p0\n    hidden\n    draft\n    planned: A & B\n"})
    for number in range(5):
        names = {"Authors": "Jane & Joe, Max", "Tags": "a & b, c++", "Category": "Q & A"}
        site.post(f"p{number}", Series="Ünïcode ; odd" if not number else "Ünïcode", **names)
    site.post("hidden", Series="odd", Status="hidden").post("draft", Series="odd", Status="draft")
    site.post("undated", Status="draft", Date="")
    site.post("p0-he", "מילים", Title="אפס", Slug="p0", Lang="he", Series="odd")
    for status in ("published", "hidden", "draft"):
        site.write(
            {f"pages/{status}.md": f"Title: A {status} page\nSlug: {status}\nStatus: {status}\n\nText.\n"}
        )
    return site.build(
        RELATIVE_URLS=True,
        DEFAULT_PAGINATION=2,
        YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html",
        MONTH_ARCHIVE_SAVE_AS="{date:%Y}/{date:%m}/index.html",
        DAY_ARCHIVE_SAVE_AS="{date:%Y}/{date:%m}/{date:%d}/index.html",
    )


@pytest.fixture(scope="session")
def _stranger() -> Iterator[Stranger]:
    """One server for all tests, since starting one takes longer than most of them."""
    stranger = Stranger()
    with serving(stranger) as stranger.url:
        yield stranger


@pytest.fixture
def stranger(_stranger: Stranger) -> Stranger:
    """A site on loopback that has no page yet, and was asked nothing."""
    _stranger.replies.clear()
    _stranger.asked.clear()
    return _stranger


@pytest.fixture(scope="session")
def rocks() -> Iterator[tuple[Rocks, str]]:
    """The cases of webmention.rocks, and their address."""
    site = Rocks()
    with serving(site.app) as url:
        yield site, url


def build_sample(output: Path, **settings: object) -> None:
    """Build the repository's own site to `output`."""
    publishing = {"RELATIVE_URLS": False, "OUTPUT_PATH": str(output), **settings}
    with at(NOW):
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=publishing)).run()


def cannot_run(why: str) -> None:
    """Skip a test that cannot run here, loudly; in CI, where everything must be had, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"cannot run in CI: {why}")
    pytest.skip(f"CANNOT RUN HERE: {why}")
