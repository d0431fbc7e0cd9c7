"""A WordPress blog and a site by partwork, side by side on loopback, and what is seen of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.interop.apache import Place, apache
from tests.interop.blog import Blog
from tests.interop.mariadb import database
from tests.interop.processes import free_port
from tests.interop.publication import Publication
from tests.interop.report import Report

# Two hosts, for WordPress exempts its own from the rules about addresses.
_OURS, _THEIRS = "127.0.0.1", "127.0.0.2"


@dataclass(frozen=True)
class Neighbours:
    """A blog, a site, and the report on them."""

    blog: Blog
    site: Publication
    report: Report


@contextmanager
def neighbours() -> Iterator[Neighbours]:
    """Set up both in a temporary folder, and leave nothing of it."""
    with tempfile.TemporaryDirectory(prefix="partwork-interop-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # Apache reads as another user where root starts it
        for inner in ("mariadb", "apache", "site", "author"):
            (folder / inner).mkdir()
        ours = Place(_OURS, free_port(_OURS), folder / "site", folder / "site.log")
        theirs = Place(_THEIRS, free_port(_THEIRS), folder / "blog", folder / "blog.log")
        site = Publication(ours, folder / "author", free_port(_OURS), theirs)
        with database(folder / "mariadb", "wordpress") as socket:
            blog = Blog.laid_out(theirs, folder, socket, ours)
            with apache(folder / "apache", theirs, ours):
                blog.do("install", title="The Ferry Log")
                yield Neighbours(blog, site, Report())
