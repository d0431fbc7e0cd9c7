"""The text of a content, where the store has it."""

from typing import Any

import msgspec

from partwork.press.digest import Digest

#: The attributes of a content in which its text, and its path below the content, stand. No key of a header
#: gets in their way: Pelican makes attributes of such in lower case.
TEXT, RELATIVE = "PRESS", "PRESS_RELATIVE"


class Text(msgspec.Struct, frozen=True):
    """A text that the store has: the `key` of its fragment, the `path` of its source, and where it leads to.

    `relative` is the path below the content. `links` are those in it that Pelican resolves: what kind of
    thing each leads to, and to which.
    """

    key: Digest
    path: str
    relative: str
    links: tuple[tuple[str, str], ...]


def stored(content: Any) -> Text | None:
    """Return the text of a content, if it is as it was read and the store has it."""
    found = content.__dict__.get(TEXT)
    return found if isinstance(found, Text) and not hasattr(content, "_get_content") else None
