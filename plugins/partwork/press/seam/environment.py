"""What every page follows from, beside what its template reads: programs, their versions, and the locale."""

import locale
import os
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican.plugins._utils import load_plugins

from partwork.press.digest import Digest, Digester, Volatile, code, digest

_PACKAGES = ("pelican", "Jinja2", "MarkupSafe", "feedgenerator", "Markdown", "typogrify", "msgspec")
_JINJA = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT", "TEMPLATE_EXTENSIONS")


def environment(pelican: Any) -> dict[str, Digest]:
    """Return the digests of the programs at work, by what an author calls them."""
    settings = pelican.settings
    return {
        "versions": digest([sys.version, [_version(name) for name in _PACKAGES]]),
        "plugins": digest([_files(module) for module in load_plugins(settings)]),
        "modules of the site": digest(_own_modules()),
        "Jinja settings": _of_functions([settings[name] for name in _JINJA]),
        "locale": digest([locale.setlocale(locale.LC_ALL), os.environ.get("TZ", "")]),
    }


def told(settings: Mapping[str, Any]) -> Digest:
    """Return the digest of all settings but of how the site is built; empty where one has none."""
    try:
        return Digester(code).of(
            {name: one for name, one in settings.items() if not name.startswith("PRESS")}
        )
    except Volatile:
        return b""


def _of_functions(value: object) -> Digest:
    """Return the digest of settings that hold functions; one like no other where that cannot be known."""
    try:
        return Digester(code).of(value)
    except Volatile:
        return os.urandom(16)


def _files(module: ModuleType) -> list[tuple[str, bytes]]:
    """Return the Python files of a plugin, and what stands in them."""
    if not module.__file__:
        return []
    file = Path(module.__file__)
    files = sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]
    return [(str(path), path.read_bytes()) for path in files]


def _own_modules() -> list[tuple[str, bytes]]:
    """Return the modules that a site keeps beside its settings and imports there."""
    here = str(Path.cwd())
    files = {str(getattr(module, "__file__", None)) for module in [*sys.modules.values()]}
    mine = sorted(Path(file) for file in files if file.endswith(".py") and os.path.dirname(file) == here)  # noqa: PTH120 - asked of hundreds
    # What settings say is compared by its values.
    return [(path.name, path.read_bytes()) for path in mine if not path.name.endswith("conf.py")]


def _version(package: str) -> str:
    try:
        return version(package)
    except LookupError:
        return ""
