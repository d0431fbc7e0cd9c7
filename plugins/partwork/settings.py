"""``PARTWORK = {...}`` of a settings file, read once into a frozen value.

The descriptions beside the fields are the documentation: ``docs/settings.md`` is checked against them.
"""

import posixpath
from collections.abc import Mapping
from datetime import UTC, datetime
from string import Formatter
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo

from partwork.errors import Place, Problem, nearest, one_of
from partwork.model import Numbering, Open
from partwork.paths import fault_of_address, fault_of_path

Host = Literal["netlify", "cloudflare", "nginx", "apache", "caddy"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an author can set. Every field has a default that suits a new site."""

    publishing: Annotated[
        bool, Meta(description="True in `publishconf.py`: what must not go online then stops the build.")
    ] = False
    manifests: Annotated[
        str, Meta(description="The folder below the content that holds the manifests.", min_length=1)
    ] = "series"
    numbering: Annotated[
        Numbering, Meta(description="How parts are numbered where the manifest does not say.")
    ] = Numbering.ROMAN
    series_url: Annotated[str, Meta(description="The address of a series, with `{slug}`.")] = (
        "series/{slug}.html"
    )
    series_save_as: Annotated[str, Meta(description="The file of a series.")] = "series/{slug}.html"
    series_lang_url: Annotated[
        str, Meta(description="The same for a series in another language than the site's, with `{lang}`.")
    ] = "series/{slug}-{lang}.html"
    series_lang_save_as: Annotated[str, Meta(description="Its file.")] = "series/{slug}-{lang}.html"
    series_index_url: Annotated[str, Meta(description="The address of the list of all series.")] = (
        "series/index.html"
    )
    series_index_save_as: Annotated[str, Meta(description="Its file; empty for none.")] = "series/index.html"
    series_feed: Annotated[
        str,
        Meta(
            description="The feeds of a series, with `{slug}` and `{kind}` (`atom.xml`, `rss.xml`, `json`);"
            " empty for none."
        ),
    ] = "feeds/series/{slug}.{kind}"
    comment_feed: Annotated[
        str,
        Meta(
            description="The comment feed of a post, with `{slug}`, and `{date:%Y}` where slugs come again;"
            " empty for none."
        ),
    ] = "feeds/comments/{slug}.atom.xml"
    site_comment_feed: Annotated[str, Meta(description="The comment feed of the site; empty for none.")] = (
        "feeds/comments.atom.xml"
    )
    comments: Annotated[Open, Meta(description="Whether posts take comments: `open` or `closed`.")] = "open"
    pings: Annotated[Open, Meta(description="Whether posts take pingbacks and webmentions.")] = "open"
    close_after_days: Annotated[
        int,
        Meta(
            description="Close comments and pings of a post after so many days; 0 for never.", ge=0, le=36_500
        ),
    ] = 0
    thread_depth: Annotated[
        int, Meta(description="How deep replies are nested before they are shown level.", ge=1, le=10)
    ] = 5
    reply_address: Annotated[
        str,
        Meta(description="An e-mail address for replies; empty for none.", pattern=r"^$|^[^@\s]+@[^@\s]+$"),
    ] = ""
    webmention_endpoint: Annotated[
        str,
        Meta(description="The address that takes webmentions; empty for none.", pattern=r"^$|^https?://\S+$"),
    ] = ""
    pingback_endpoint: Annotated[
        str,
        Meta(
            description="The address that takes pingbacks; empty for none.", pattern=r"^$|^https?://[^\s&]+$"
        ),
    ] = ""
    comment_endpoint: Annotated[
        str,
        Meta(
            description="The address that the reply form of open pages is sent to; empty for no form.",
            pattern=r"^$|^https?://\S+$",
        ),
    ] = ""
    inbox_map: Annotated[
        str,
        Meta(description="The file that tells an inbox which pages take what, where there is an endpoint."),
    ] = "inbox.json"
    ledger: Annotated[
        str, Meta(description="The record of sent mentions, beside the settings file.", min_length=1)
    ] = "mentions.jsonl"
    hosts: Annotated[
        tuple[Host, ...],
        Meta(
            description="The hosts to write redirects and headers for: `netlify`, `cloudflare`, `nginx`,"
            " `apache`, `caddy`."
        ),
    ] = ()
    share: Annotated[
        tuple[str, ...], Meta(description="The services of the share row, in order; `[]` for no row.")
    ] = ("email", "mastodon", "bluesky", "facebook", "linkedin", "reddit", "whatsapp", "x", "hackernews")
    words_per_minute: Annotated[
        int, Meta(description="A reader's pace, for reading times.", ge=50, le=2000)
    ] = 230
    image: Annotated[
        str, Meta(description="A picture below the site's address for previews of pages without a cover.")
    ] = ""
    not_found: Annotated[
        str, Meta(description="The file of the page for addresses that lead nowhere; empty for none.")
    ] = "404.html"
    gone: Annotated[
        str,
        Meta(description="The file of the page that `hosts` show for deleted ones; empty for none."),
    ] = "410.html"
    sitemap: Annotated[str, Meta(description="The file of the sitemap; empty for none.")] = "sitemap.xml"
    robots: Annotated[str, Meta(description="The file of `robots.txt`; empty for none.")] = "robots.txt"


# The settings that are patterns: what they must be filled with, and what they may be.
_PLACEHOLDERS = {
    "series_url": (("slug",), ("lang",)),
    "series_save_as": (("slug",), ("lang",)),
    "series_lang_url": (("slug", "lang"), ()),
    "series_lang_save_as": (("slug", "lang"), ()),
    "series_feed": (("slug", "kind"), ("lang",)),
    "comment_feed": (("slug",), ("lang", "date")),
}
_MAY_BE_EMPTY = frozenset({"series_feed", "comment_feed"})
_FILLING = {"slug": "x", "lang": "x", "kind": "x", "date": datetime(2001, 1, 1, tzinfo=UTC)}
_ADDRESSES = frozenset({"series_url", "series_lang_url", "series_index_url", "image"})
_PATHS = frozenset(
    "manifests series_save_as series_lang_save_as series_index_save_as series_feed comment_feed"
    " site_comment_feed not_found sitemap robots".split()
)


def _fault(key: str, value: str) -> Problem | None:
    """Return what is wrong with the value of a setting that its type does not say."""
    place = Place(f'PARTWORK["{key}"]')
    needed, more = _PLACEHOLDERS.get(key, ((), ()))
    names = (*needed, *more)
    try:
        filled = value.format(**{name: _FILLING[name] for name in names}) if names else value
    except (LookupError, ValueError, AttributeError):
        known = one_of(f"{{{name}}}" for name in names)
        return Problem("The pattern cannot be filled.", place, repr(value), f"It may have {known}.")
    given = {field for _, field, _, _ in Formatter().parse(value)} if names else set()
    missing = [name for name in needed if name not in given]
    if missing and not (key in _MAY_BE_EMPTY and not value):
        what = "The pattern gives several files one address."
        return Problem(what, place, repr(value), f"Put {{{missing[0]}}} into it.")
    path = posixpath.normpath(filled) if key == "manifests" else filled
    if key in _PATHS and path and (fault := fault_of_path(path)):
        return Problem(fault, place, repr(value), "Write a path below the folder.")
    if key in _ADDRESSES and (fault := fault_of_address(filled)):
        return Problem(fault, place, repr(value), "Write an address below the site's.")
    return None


def describe(field: FieldInfo) -> str:
    """Return what a setting is for."""
    return next(meta.description or "" for meta in get_args(field.type) if isinstance(meta, Meta))


def read(raw: object, share_services: tuple[str, ...]) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings, with the default for each value that is wrong, and what is wrong with them.

    `raw` is the value of ``PARTWORK``; `share_services` are the names that ``share`` may hold.
    """
    if not isinstance(raw, Mapping):
        problem = Problem(
            "PARTWORK is not a dictionary.",
            Place("PARTWORK"),
            repr(raw),
            'Write PARTWORK = {"thread_depth": 5} or leave it out.',
        )
        return Settings(), (problem,)
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    for key, value in raw.items():
        place = Place(f'PARTWORK["{key}"]')
        if key not in fields:
            hint = nearest(str(key), fields)
            mend = f"Take it out; {hint}." if hint else "Take it out; docs/settings.md lists the settings."
            problems.append(Problem("There is no such setting.", place, repr(value), mend))
            continue
        try:
            value = msgspec.convert(value, fields[key].type, strict=True)  # noqa: PLW2901 - the same, of its type
        except msgspec.ValidationError as error:
            what = "The value does not fit." if "regex" in str(error) else f"{error}."
            problems.append(
                Problem(what, place, repr(value), f"{describe(fields[key])} See docs/settings.md.")
            )
            continue
        if isinstance(value, str) and (fault := _fault(key, value)):
            problems.append(fault)
            continue
        values[key] = posixpath.normpath(value) if key == "manifests" else value
    strange = [name for name in values.get("share", ()) if name not in share_services]
    for name in strange:
        hint = nearest(name, share_services)
        mend = f"Correct it: {hint}." if hint else f"Write {one_of(share_services)}."
        problems.append(Problem("There is no such share service.", Place('PARTWORK["share"]'), name, mend))
    if strange:
        del values["share"]
    if {"netlify", "cloudflare"} <= {*values.get("hosts", ())}:
        del values["hosts"]
        what = "Netlify and Cloudflare read files of the same names, and each its own rules."
        problems.append(
            Problem(what, Place('PARTWORK["hosts"]'), repr(raw["hosts"]), "Take one of them out.")
        )
    return Settings(**values), tuple(problems)
