"""The links in texts that Pelican resolves, and where they lead (``Content._link_replacer``)."""

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote, urlparse

from pelican.contents import Content

from partwork.press.seam.texts import stored

Link = tuple[str, str]
"""What kind of thing a link leads to, and to which."""
_FILES = {
    "filename": ("generated_content", "static_content"),
    "static": ("static_content",),
    "attach": ("static_content",),
}
# A link that says nothing but a path, and that as it is.
_PLAIN = re.compile(r"/?[\w.-][\w./-]*", re.ASCII)


def may_lead(settings: Mapping[str, Any], text: str) -> bool:
    """Return whether a text may have links that Pelican resolves."""
    if settings["INTRASITE_LINK_REGEX"] != "[{|](?P<what>.*?)[|}]":
        return True
    return "{" in text or "|" in text


def within(settings: Mapping[str, Any], text: str) -> tuple[Link, ...]:
    """Return the links in a text."""
    if not may_lead(settings, text):
        return ()
    content = Content.__new__(Content)
    content.settings = settings  # all it asks for
    found = content._get_intrasite_link_regex().finditer(text)  # noqa: SLF001 - held by a contract test
    return tuple((link["what"], link["value"]) for link in found)


def of(content: Any) -> tuple[Link, ...]:
    """Return the links in the text of a content, which is not loaded where they are known."""
    text = stored(content)
    return text.links if text else within(content.settings, body(content))


def body(content: Any) -> str:
    """Return the text of a content before its links are resolved."""
    text = content._get_content() if hasattr(content, "_get_content") else content._content  # noqa: SLF001 - as above
    return str(text or "")


def target(content: Any, what: str, value: str) -> Any:
    """Return the content that a link in the text of another leads to; None where there is no such."""
    paths = [value]
    if not _PLAIN.fullmatch(value):
        plain = urlparse(value).path
        paths = [plain, unquote(plain), urlparse(unescape(value)).path]
    sources = [_source(content, path) for path in paths]
    for name in _FILES.get(what, ()):
        contents = content._context[name]  # noqa: SLF001 - where Pelican itself looks
        for source in sources:
            if (found := contents.get(source)) is not None:
                return found
    return None


def _source(content: Any, path: str) -> str:
    """Return the path below the content folder that a path in a link means."""
    if path.startswith("/"):
        return path[1:]
    return posixpath.normpath(posixpath.join(content.relative_dir, path))
