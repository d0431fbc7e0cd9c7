"""Links between parts, resolved in what Pelican has read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from partwork import where
from partwork.errors import Place, Problem
from partwork.glue.gists import Gist
from partwork.model import Post, Series
from partwork.series.links import Broken, PartIndex, may_lead, rewrite

_Key = TypeVar("_Key")


def resolve(
    pages: Mapping[str, Any],
    texts: Mapping[tuple[str, str], Any],
    posts: Mapping[str, Post],
    series: Sequence[Series],
    default_lang: str,
    *,
    unreadable: Collection[str],
) -> list[Problem]:
    """Resolve the links in articles and pages and in the texts of series; return those that lead nowhere.

    `unreadable` are the slugs of files that are told of elsewhere.
    """
    if not pages and not texts:  # which spares the index
        return []
    index = PartIndex(series, posts.values(), default_lang)
    memberships = _memberships(posts, series)
    problems: list[Problem] = []
    for source, page in pages.items():
        problems += _resolve(page, index, memberships.get(source, []), page.lang.lower(), unreadable)
    for (slug, lang), text in texts.items():
        problems += _resolve(text, index, [slug], lang, unreadable)
    return problems


def leading(contents: Mapping[_Key, Any], gists: Mapping[_Key, Gist]) -> dict[_Key, Any]:
    """Return the contents in which there may be such a link, in the text or the summary."""
    return {
        key: content
        for key, content in contents.items()
        if gists[key].leads_to_parts or may_lead(str(content.metadata.get("summary", "")))
    }


def _memberships(posts: Mapping[str, Post], series: Sequence[Series]) -> dict[str, list[str]]:
    """Return the series each post has a place in, then those it names."""
    slugs: dict[str, list[str]] = {}
    for one in series:
        for entry in one.entries:
            slugs.setdefault(entry.source, []).append(one.slug)
    for source, post in posts.items():
        slugs.setdefault(source, []).extend(claim.slug for claim in post.claims)
    return slugs


def _resolve(
    content: Any, index: PartIndex, own: list[str], lang: str, unreadable: Collection[str]
) -> Iterator[Problem]:
    content._content, broken = rewrite(content._content or "", index, own, lang)  # noqa: SLF001 - Pelican resolves what this leaves
    if "summary" in content.metadata:
        summary, more = rewrite(str(content.metadata["summary"]), index, own, lang)
        content.metadata["summary"] = content._summary = summary  # noqa: SLF001 - where Pelican keeps it
        broken += more
    for link in broken:
        if link.slug not in unreadable:
            yield _leads_nowhere(content, link)


def _leads_nowhere(content: Any, link: Broken) -> Problem:
    line = where.line_with(Path(content.source_path), f"part}}{link.target}")
    how = "Write {part}slug within a series, or {part}series/slug."
    return Problem(
        "A link to a part that does not exist.",
        Place(content.get_relative_source_path(), line),
        f"{{part}}{link.target}",
        f"Correct it: {link.hint}." if link.hint else how,
    )
