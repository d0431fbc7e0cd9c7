"""A site in a temporary folder, built by the real Pelican in this process."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from bs4 import BeautifulSoup
from pelican import Pelican
from pelican.settings import read_settings

from partwork.theme import THEME

NOW = "2026-11-24T12:00:00+00:00"
ROOT = Path(__file__).parents[2]

_SETTINGS: dict[str, Any] = {
    "AUTHOR": "Wren Tolliver",
    "SITENAME": "A Test of Patience",
    "SITEURL": "https://patience.example",
    "TIMEZONE": "Europe/London",
    "LOCALE": ["C.UTF-8", "C"],
    "DEFAULT_DATE_FORMAT": "%-d %B %Y",
    "DEFAULT_PAGINATION": 10,
    "DELETE_OUTPUT_DIRECTORY": True,
    "USE_FOLDER_AS_CATEGORY": False,
    "THEME": THEME,
    "PLUGINS": ["partwork"],
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
}


class SiteFolder:
    """Writes content and builds it. `settings` change the defaults above."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root = root
        self.content = root / "content"
        self.output = root / "output"
        self.settings = settings
        self.content.mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str | bytes]) -> "SiteFolder":
        """Write files below the content folder."""
        for name, text in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def post(self, name: str, body: str = "Words.", **header: str) -> "SiteFolder":
        """Write an article: `name` is its path without the ending and gives its title and slug."""
        title = Path(name).name
        lines = {"Title": title.capitalize(), "Slug": title, "Date": "2026-01-01 10:00", **header}
        text = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
        return self.write({f"{name}.md": f"{text}\n{body}\n"})

    def pelican(self, **settings: Any) -> Pelican:
        """Return Pelican, set up for this site."""
        override = {
            **_SETTINGS,
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            **self.settings,
            **settings,
        }
        return Pelican(read_settings(override=override))

    def build(self, now: str = NOW, **settings: Any) -> "SiteFolder":
        """Build the site as if it were `now`."""
        with at(now):
            self.pelican(**settings).run()
        return self

    def text(self, name: str) -> str:
        """Return a file of the output."""
        return (self.output / name).read_text(encoding="utf-8")

    def page(self, name: str) -> BeautifulSoup:
        """Return a page of the output, parsed as a browser would."""
        return BeautifulSoup(self.text(name), "html5lib")

    def files(self) -> dict[str, bytes]:
        """Return every file of the output by its path."""
        return contents(self.output)


def at(now: str) -> Any:
    """Return a context in which builds believe it to be `now`."""
    epoch = str(int(datetime.fromisoformat(now).timestamp()))
    return mock.patch.dict("os.environ", {"SOURCE_DATE_EPOCH": epoch})


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words(node: Any) -> str:
    """Return the text of a node with white space folded."""
    return " ".join(node.get_text(" ").split())
