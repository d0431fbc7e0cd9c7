"""Share links: plain addresses made from a title and an address. No script, no request, no counter."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape


class Service(msgspec.Struct, frozen=True):
    """A place to share to. `template` holds ``{url}``, ``{title}`` and ``{text}`` (title and address)."""

    name: str
    template: str


#: Every service there is. To add one, add a line: its documentation names the address.
SERVICES: Mapping[str, Service] = {
    "email": Service("E-mail", "mailto:?subject={title}&body={url}"),
    "mastodon": Service("Mastodon", "https://share.joinmastodon.org/#text={text}"),
    "bluesky": Service("Bluesky", "https://bsky.app/intent/compose?text={text}"),
    "facebook": Service("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    "linkedin": Service("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "reddit": Service("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
    "whatsapp": Service("WhatsApp", "https://wa.me/?text={text}"),
    "x": Service("X", "https://x.com/intent/post?text={title}&url={url}"),
    "hackernews": Service("Hacker News", "https://news.ycombinator.com/submitlink?u={url}&t={title}"),
}


class ShareLink(msgspec.Struct, frozen=True):
    """A link of the share row."""

    key: str
    name: str
    url: Markup


def links(title: str, url: str, services: Sequence[str]) -> tuple[ShareLink, ...]:
    """Return the share links of a page: `title` in plain text, `url` absolute, `services` in order."""
    values = {
        "title": quote(title, safe=""),
        "url": quote(url, safe=""),
        "text": quote(f"{title}\n\n{url}", safe=""),
    }
    return tuple(
        ShareLink(key, SERVICES[key].name, escape(SERVICES[key].template.format(**values)))
        for key in services
    )
