"""What an inbox hands to the site (``partwork mentions pull``), as JSON."""

import msgspec

from partwork.model import Kind


class Exported(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A response as the inbox kept it: `received` in seconds since 1970. Everything said is hostile."""

    ref: str
    target: str
    kind: Kind
    received: int
    withdrawn: bool = False
    source: str = ""
    gone: str = ""
    name: str = ""
    url: str = ""
    published: str = ""
    type: str = "mention"
    html: str = ""
    markdown: str = ""
    reply_to: int = 0


class ExportPage(msgspec.Struct, frozen=True):
    """A page of an export; `next` is what to ask for the following one with, 0 at the end."""

    responses: list[Exported]
    next: int = 0
