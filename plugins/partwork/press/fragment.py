"""What becomes of one Markdown source: the work that is done in other processes and kept in the store.

Pure: a fragment follows from the source's bytes and the dialect alone. This module never imports Pelican, so
that a worker begins in a tenth of a second.
"""

import io
import sys
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from partwork.press.markdown import Converter
from partwork.press.typography import Typographer

TYPOGRIFIED = ("title", "summary")
"""The values of a header that typogrify is applied to."""
_PACKAGES = ("Markdown", "typogrify", "smartypants", "Pygments")


class OtherVersions(Exception):  # noqa: N818 - not an error: the worker is of no use to this build
    """Raised where a fragment would not be what it is where it was asked for; says what differs."""


class Typography(msgspec.Struct, frozen=True):
    """How typogrify is to be applied (Pelican's TYPOGRIFY settings)."""

    ignore_tags: tuple[str, ...]
    omit_filters: tuple[str, ...]
    dashes: str


class Dialect(msgspec.Struct, frozen=True):
    """All that a fragment depends on. `markdown` is Pelican's MARKDOWN as JSON."""

    markdown: str
    formatted: tuple[str, ...]
    typography: Typography | None
    versions: dict[str, str]


class Fragment(msgspec.Struct, frozen=True, array_like=True):
    """A source, rendered.

    `content` is its HTML. `metadata` are the values of its header by lower-case name, and `formatted` those
    that are Markdown themselves, as HTML. `typography` gives what typogrify makes of the title and the
    summary. A source that cannot be rendered has a `fault`; Pelican reads it again and tells what is wrong.
    """

    content: str = ""
    metadata: dict[str, list[str]] | None = None
    formatted: dict[str, str] = {}
    typography: dict[str, str] = {}
    fault: bool = False


def render(dialect: bytes, sources: list[bytes]) -> list[bytes]:
    """Return the fragments of sources, encoded as the store keeps them; `dialect` is an encoded `Dialect`.

    Raises OtherVersions.
    """
    renderer = _renderer(dialect)
    return [msgspec.msgpack.encode(renderer.render(source)) for source in sources]


@lru_cache(maxsize=4)
def _renderer(dialect: bytes) -> "Renderer":
    """Return the renderer of a dialect: one a process, for a Markdown converter is slow to make."""
    wanted = msgspec.msgpack.decode(dialect, type=Dialect)
    here = versions()
    if here != wanted.versions:
        differences = [
            f"{name} {here.get(name) or 'none'} instead of {wanted.versions.get(name) or 'none'}"
            for name in sorted(here.keys() | wanted.versions.keys())
            if here.get(name) != wanted.versions.get(name)
        ]
        raise OtherVersions(f"a worker has {', '.join(differences)}")
    return Renderer(wanted)


def versions() -> dict[str, str]:
    """Return the versions of all programs that make a fragment; the press's own is the digest of its code."""
    hasher = blake2b(digest_size=8)
    for module in sorted(Path(__file__).parent.glob("*.py")):
        hasher.update(module.read_bytes())
    own = {"Python": "{}.{}".format(*sys.version_info), "partwork.press": hasher.hexdigest()}
    return own | {package: _version(package) for package in _PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except LookupError:
        return ""


class Renderer:
    """Renders sources of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        settings: dict[str, Any] = msgspec.json.decode(dialect.markdown)
        self._converter = Converter(settings)
        self._formatted = frozenset(dialect.formatted)
        one = dialect.typography
        self._typographer = Typographer(one.ignore_tags, one.omit_filters, one.dashes) if one else None

    def render(self, source: bytes) -> Fragment:
        """Return the fragment of a source."""
        try:
            return self._render(_text(source))
        except Exception:  # noqa: BLE001 - an extension may raise anything; Pelican will meet it again
            return Fragment(fault=True)

    def _render(self, text: str) -> Fragment:
        content, metadata = self._converter.convert(text)
        if metadata is None:
            return Fragment(self._typography(content))
        # Pelican's way: the first of two names that differ by their case alone is overwritten by the last.
        formatted = {
            name.lower(): self._converter.formatted(value)
            for name, value in metadata.items()
            if name.lower() in self._formatted
        }
        lower = {name.lower(): value for name, value in metadata.items()}
        typography = {}
        if self._typographer:
            for name in TYPOGRIFIED:
                value = formatted.get(name, lower.get(name, [""])[0])
                typography[value] = self._typographer(value)
        return Fragment(self._typography(content), lower, formatted, typography)

    def _typography(self, content: str) -> str:
        return self._typographer(content) if self._typographer and content else content


def _text(source: bytes) -> str:
    """Return the text of a source as ``pelican.utils.pelican_open`` reads it."""
    return io.TextIOWrapper(io.BytesIO(source), encoding="utf-8-sig").read()
