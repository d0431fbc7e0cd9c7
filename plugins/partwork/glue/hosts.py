"""The files that tell hosts what to answer at addresses of the past, and which headers to send."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from partwork.glue.linked import LinkedSite
from partwork.hosting import apache, caddy, cloudflare, netlify, nginx
from partwork.hosting.headers import announcing
from partwork.hosting.redirects import redirects
from partwork.mentions.past import Past
from partwork.model import Visibility

_WRITERS = {
    "netlify": netlify.files,
    "cloudflare": cloudflare.files,
    "nginx": nginx.files,
    "apache": apache.files,
    "caddy": caddy.files,
}


def files(linked: LinkedSite, was: Past) -> Mapping[str, str]:
    """Return the files for the hosts of the settings; empty ones are left out."""
    settings, site = linked.build.settings, linked.build.site
    page = site.absolute(settings.gone) if settings.gone else ""
    answers = redirects(was.moved, was.gone, page)
    fields = announcing(settings.webmention_endpoint, settings.pingback_endpoint, _open(linked))
    written: dict[str, str] = {}
    for host in settings.hosts:
        written |= _WRITERS[host](answers, fields)
    return {path: text for path, text in written.items() if text}


def _open(linked: LinkedSite) -> list[str]:
    """Return the addresses of the posts that take mentions, the newest first."""
    posts = [
        post
        for post in linked.posts.values()
        if linked.conversations[post.source].pings_open and post.visibility is not Visibility.DRAFT
    ]
    posts.sort(key=lambda post: (post.date, post.source), reverse=True)
    return [linked.build.site.absolute(post.url) for post in posts]


def with_own(written: Mapping[str, str], static: list[Any], content: Path) -> Mapping[str, str]:
    """Return the files, each after what the author has written in one of that name, which is not copied then.

    Hosts take the first rule that fits: the author's.
    """
    merged = dict(written)
    for file in [file for file in static if file.save_as in merged]:
        own = Path(content, file.source_path).read_text(encoding="utf-8")
        merged[file.save_as] = f"{own.rstrip()}\n{merged[file.save_as]}"
        static.remove(file)
    return merged
