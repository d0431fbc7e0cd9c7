"""A site that is built twice, by the press over what it built before and clean without it, and compared."""

import gc
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican
from pelican.contents import Content
from pelican.plugins import signals
from pelican.settings import read_settings

from partwork.press.seam.build import Press, current
from tests.site.folder import NOW, at, contents

if TYPE_CHECKING:
    from partwork.press.verdict import Verdict

SETTINGS: dict[str, Any] = {
    "AUTHOR": "Wren Tolliver",
    "SITENAME": "A Test of Patience",
    "SITEURL": "https://patience.example",
    "TIMEZONE": "Europe/London",
    "LOCALE": ["C.UTF-8", "C"],
    "DEFAULT_LANG": "en",
    "DEFAULT_DATE_FORMAT": "%-d %B %Y",
    "DELETE_OUTPUT_DIRECTORY": True,
    "THEME": "simple",
    "PLUGINS": [],
    "PLUGIN_PATHS": [str(Path(__file__).parent / "plugins")],
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
}


class PressSite:
    """Writes content, theme and settings, and builds them both ways."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root = root
        self.content = root / "content"
        self.theme = root / "theme"
        self.output = root / "output"
        self.store = root / "store"
        self.settings = {**SETTINGS, **settings}
        self.content.mkdir(parents=True)
        self.verdicts: dict[str, Verdict] = {}
        self.press: Press | None = None

    def write(self, files: Mapping[str, str | bytes]) -> "PressSite":
        """Write files below the content folder."""
        return self._write(self.content, files)

    def write_theme(self, files: Mapping[str, str | bytes]) -> "PressSite":
        """Write files below the theme's folder."""
        return self._write(self.theme, files)

    def post(self, name: str, body: str = "Words.", **header: str) -> "PressSite":
        """Write an article: `name` is its path without the ending and gives its title and slug."""
        title = Path(name).name
        lines = {"Title": title.capitalize(), "Slug": title, "Date": "2026-01-01 10:00", **header}
        text = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
        return self.write({f"{name}.md": f"{text}\n{body}\n"})

    def remove(self, *names: str) -> "PressSite":
        """Remove files of the content."""
        for name in names:
            (self.content / name).unlink()
        return self

    def pelican(self, **settings: Any) -> Pelican:
        """Return Pelican with the press, set up."""
        return self._pelican(self.output, press=True, **settings)

    def build(self, now: str = NOW, **settings: Any) -> "PressSite":
        """Build by the press, over what is there."""
        with at(now):
            return self.run(self.pelican(**settings))

    def run(self, pelican: Pelican) -> "PressSite":
        """Run a Pelican that is set up, and look what became of each output."""
        pelican.run()
        self.press = current(pelican.settings)
        assert self.press is not None
        self.verdicts = {one.path: one for one in self.press.verdicts}
        return self

    def clean(self, now: str = NOW, **settings: Any) -> dict[str, bytes]:
        """Return the files that Pelican makes of it without the press, in an empty folder."""
        target = self.root / "clean"
        shutil.rmtree(target, ignore_errors=True)
        with at(now):
            self._pelican(target, press=False, **settings).run()
        return contents(target) if target.exists() else {}

    def files(self) -> dict[str, bytes]:
        """Return the files of the output."""
        return contents(self.output) if self.output.exists() else {}

    def rendered(self) -> set[str]:
        """Return the outputs that the last build made anew."""
        return {path for path, verdict in self.verdicts.items() if verdict.what == "rendered"}

    def deleted(self) -> set[str]:
        """Return the outputs that the last build removed."""
        return {path for path, verdict in self.verdicts.items() if verdict.what == "deleted"}

    def why(self, path: str) -> str:
        """Return why the last build made an output anew."""
        return self.verdicts[path].reason

    def _pelican(self, output: Path, *, press: bool, **settings: Any) -> Pelican:
        override = {
            **self.settings,
            "PATH": str(self.content),
            "OUTPUT_PATH": str(output),
            "PRESS": {"store": str(self.store), "executor": "serial", "workers": 1},
            **settings,
        }
        if press:
            override["PLUGINS"] = [*override["PLUGINS"], "partwork.press"]
        if "partwork" not in override["PLUGINS"]:
            _forget_partwork()
        return Pelican(read_settings(override=override))

    def _write(self, folder: Path, files: Mapping[str, str | bytes]) -> "PressSite":
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self


def differences(found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> dict[str, tuple[Any, Any]]:
    """Return the files that differ, and both their beginnings from where they do."""
    return {
        path: _from_difference(found.get(path), expected.get(path))
        for path in sorted(found.keys() | expected.keys())
        if found.get(path) != expected.get(path)
    }


def forget() -> None:
    """Free the sites that Pelican keeps in memory for as long as a process lives."""
    for method in ("get_content", "get_summary"):
        Content.__dict__[method].cache.clear()
    gc.collect()


def _from_difference(one: bytes | None, other: bytes | None) -> tuple[Any, Any]:
    if one is None or other is None:
        return one and one[:60], other and other[:60]
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[max(0, start - 60) : start + 60], other[max(0, start - 60) : start + 60]


def _forget_partwork() -> None:
    """Undo what another site of this process has connected; Pelican connects plugins anew for each."""
    named = [one for one in vars(signals).values() if isinstance(one, type(signals.finalized))]
    for signal in named:
        for receiver in [*signal.receivers_for(None)]:
            if receiver.__module__.startswith("partwork.glue"):
                signal.disconnect(receiver)


def _in_order(generator: Any) -> None:
    """Have Pelican read files in one order: its own is another each time, and shows where dates are equal."""
    if "PRESS" not in generator.settings:
        return
    get_files = generator.get_files
    generator.get_files = lambda *arguments, **more: sorted(get_files(*arguments, **more))


signals.article_generator_init.connect(_in_order)
signals.page_generator_init.connect(_in_order)
