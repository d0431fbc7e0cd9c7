"""Python-Markdown as Pelican calls it, to the byte, without building it anew for every file.

Pelican makes a new ``Markdown`` for each file. One that forgets a document when it is reset can serve for all
of them, and whether it does is known of what comes with Python-Markdown. With any other extension each
document gets its own, as in Pelican.

One thing depends on the caller in Python-Markdown itself: of some three hundred quotes inside one another,
how many it takes apart before it comes near Python's limit of nested calls.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import markdown
from markdown.extensions.footnotes import FootnoteExtension

from partwork.press import shortcuts

if TYPE_CHECKING:
    from markdown.preprocessors import Preprocessor

_EXTENSIONS = "markdown.extensions."
_FORGETFUL = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em"
    " md_in_html meta nl2br sane_lists smarty tables toc wikilinks".split()
)
_META, _META_PRIORITY = "meta", 27


class Converter:
    """Turns Markdown into HTML. `settings` is Pelican's MARKDOWN, as its reader completes it.

    For each document call `convert`, then `formatted` for each of its formatted fields, in their order.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._md: markdown.Markdown | None = None
        self._meta: Preprocessor | None = None
        self._reusable = False

    def convert(self, text: str) -> tuple[str, dict[str, list[str]] | None]:
        """Return a document's HTML, and its metadata if an extension reads them."""
        md, reusable = self._prepared()
        self._reusable = False  # what an error leaves half done is not used again
        html = md.convert(text)
        metadata: dict[str, list[str]] | None = getattr(md, "Meta", None)
        if metadata is not None:
            # Pelican does so before it formats fields, and fails, too, where an extension took it away.
            if _META in md.preprocessors:
                self._meta = md.preprocessors[_META]
            md.preprocessors.deregister(_META)
        self._reusable = reusable
        return html, metadata

    def formatted(self, lines: Sequence[str]) -> str:
        """Return the HTML of a field of the document last converted, given the lines of its value."""
        if self._md is None:
            raise ValueError("No document was converted whose field this could be.")
        reusable, self._reusable = self._reusable, False
        html = self._md.reset().convert("\n".join(lines))
        self._reusable = reusable
        return html

    def _prepared(self) -> tuple[markdown.Markdown, bool]:
        """Return an instance that knows of no document, and whether it will serve for the next one."""
        if self._md is not None and self._reusable:
            if self._meta is not None:
                self._md.preprocessors.register(self._meta, _META, _META_PRIORITY)
            return self._md.reset(), True
        self._md, self._meta = None, None
        self._md = markdown.Markdown(**self._settings)
        forgets = _forgets(self._md, self._settings)
        if forgets:
            shortcuts.take(self._md)
        return self._md, forgets


def _forgets(md: markdown.Markdown, settings: Mapping[str, Any]) -> bool:
    """Return whether nothing of a document is left in this instance once it is reset."""
    if markdown.__version_info__ not in shortcuts.KNOWN or not all(
        isinstance(name, str) and name.removeprefix(_EXTENSIONS) in _FORGETFUL
        for name in settings.get("extensions", ())
    ):
        return False
    if any(
        isinstance(extension, FootnoteExtension) and extension.getConfig("UNIQUE_IDS")
        for extension in md.registeredExtensions
    ):
        return False  # these count documents
    parts = (
        md.preprocessors,
        md.parser.blockprocessors,
        md.inlinePatterns,
        md.treeprocessors,
        md.postprocessors,
    )
    return all(type(part).__module__.startswith("markdown.") for registry in parts for part in registry)
