"""The order of parts: from the manifest's list, or from the numbers and dates of the parts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from partwork import text
from partwork.errors import Place, Problem, nearest
from partwork.model import (
    Claim,
    Manifest,
    Numbering,
    Part,
    Planned,
    Post,
    Series,
    Visibility,
)
from partwork.series import checks
from partwork.series.labels import labels

Key = tuple[str, str]  # the slug and the language of a series


@dataclass(frozen=True, slots=True)
class Ordered:
    """All series of a site in the order of their slugs, what is wrong with them, and what is odd."""

    series: tuple[Series, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class _Draft(msgspec.Struct, frozen=True):
    """An entry before it has a rank and a label."""

    post: Post | None
    title: str
    slug: str


def order(
    posts: Sequence[Post],
    manifests: Iterable[Manifest],
    numbering: Numbering,
    slugify: Callable[[str], str],
    default_lang: str,
    *,
    unreadable: Collection[str] = (),
) -> Ordered:
    """Return every series that a manifest describes or a post claims, its parts in reading order.

    A series in a language without a manifest of its own follows the manifest of the site's language, as
    far as its parts are translated. `slugify` makes the slug of a planned part from its title.
    `unreadable` are the slugs of parts that are there and could not be read: they are not told to be missing.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    described = _by_key(manifests, problems)
    claimed = _claims(posts)
    by_slug: dict[Key, list[Post]] = defaultdict(list)
    for post in posts:
        by_slug[post.slug, post.lang].append(post)

    made = []
    for slug, lang in sorted({*described, *claimed, *_translated(described, by_slug, default_lang)}):
        manifest = described.get((slug, lang)) or described.get((slug, default_lang))
        members = claimed.get((slug, lang), {})
        problems += checks.one_name(slug, members.values())
        if manifest and manifest.listed is not None:
            own = manifest.lang == lang
            drafts, wrong = _from_list(manifest, members, by_slug, lang, unreadable, own=own)
            problems += wrong
            warnings += checks.numbers_beside_list(manifest, members)
        else:
            drafts, wrong = _from_numbers(slug, members)
            problems += wrong
            warnings += checks.mixed_numbers(slug, members)
        series = _series(slug, lang, manifest, drafts, members, numbering=numbering, slugify=slugify)
        if not series.entries and (manifest is None or manifest.lang != lang):
            continue
        made.append(series)
        warnings += checks.oddities(series)
    return Ordered(tuple(made), tuple(problems), tuple(warnings))


def _by_key(manifests: Iterable[Manifest], problems: list[Problem]) -> dict[Key, Manifest]:
    described: dict[Key, Manifest] = {}
    for manifest in sorted(manifests, key=lambda manifest: manifest.source):
        other = described.setdefault((manifest.slug, manifest.lang), manifest)
        if other is not manifest:
            problems.append(
                Problem(
                    f"Two manifests describe one series; the other is {other.source}.",
                    Place(manifest.source, path="Slug"),
                    manifest.slug,
                    "Give one of them another Slug or Lang, or delete it.",
                )
            )
    return described


def _translated(
    described: Mapping[Key, Manifest], by_slug: Mapping[Key, list[Post]], default_lang: str
) -> set[Key]:
    """Return the series that come of translations of listed parts, whether or not those name the series."""
    languages: dict[str, set[str]] = defaultdict(set)
    for slug, lang in by_slug:
        languages[slug].add(lang)
    return {
        (manifest.slug, lang)
        for manifest in described.values()
        if manifest.lang == default_lang
        for item in manifest.listed or ()
        if not item.planned
        for lang in languages.get(item.text, ())
    }


def _claims(posts: Sequence[Post]) -> dict[Key, dict[str, tuple[Post, Claim]]]:
    """Return, by series, the posts that claim it, by source."""
    claimed: dict[Key, dict[str, tuple[Post, Claim]]] = defaultdict(dict)
    for post in posts:
        for claim in post.claims:
            claimed[claim.slug, post.lang][post.source] = (post, claim)
    return claimed


def _from_list(
    manifest: Manifest,
    members: Mapping[str, tuple[Post, Claim]],
    by_slug: Mapping[Key, list[Post]],
    lang: str,
    unreadable: Collection[str],
    *,
    own: bool,
) -> tuple[list[_Draft], list[Problem]]:
    """Return the entries that the manifest lists; those of another language only as far as translated."""
    drafts: list[_Draft] = []
    problems: list[Problem] = []
    listed: set[str] = set()
    for item in manifest.listed or ():
        if item.planned:
            if own and item.text:
                drafts.append(_Draft(None, text.inline(item.text), ""))
            continue
        candidates = by_slug.get((item.text, lang), [])
        if not candidates:
            if own and item.text not in unreadable:
                slugs = [slug for slug, post_lang in by_slug if post_lang == lang]
                hint = nearest(item.text, slugs)
                problems.append(
                    Problem(
                        "A listed part does not exist.",
                        Place(manifest.source, item.line),
                        item.text,
                        f"{'Correct it: ' + hint if hint else 'Write the part'},"
                        f' or announce it with "planned: A title".',
                    )
                )
            continue
        post = next((post for post in candidates if post.source in members), candidates[0])
        if post.source not in listed:
            listed.add(post.source)
            if post.visibility is not Visibility.HIDDEN:
                drafts.append(_Draft(post, post.title, post.slug))
    for source, (post, claim) in members.items():
        if source not in listed and post.visibility is not Visibility.HIDDEN:
            problems.append(
                Problem(
                    f"The part claims the series but is not listed in {manifest.source}.",
                    Place(source, path="Series"),
                    f"Series: {claim.name}",
                    f'Add "{post.slug}" to the list, or take the "Series" line out of the part.',
                )
            )
    return drafts, problems


def _from_numbers(slug: str, members: Mapping[str, tuple[Post, Claim]]) -> tuple[list[_Draft], list[Problem]]:
    """Return the published posts by number, then date; those without a number come last."""
    problems: list[Problem] = []
    numbers: dict[float, Post] = {}
    visible = [member for member in members.values() if member[0].visibility is not Visibility.HIDDEN]
    visible.sort(key=lambda member: (_number(member[1]), member[0].date, member[0].source))
    for post, claim in visible:
        if claim.number is None:
            continue
        other = numbers.setdefault(claim.number, post)
        if other is not post:
            problems.append(
                Problem(
                    f'Two parts of "{slug}" have one number; the other is {other.source}.',
                    Place(post.source, path="Part"),
                    f"Part: {claim.number:g}",
                    "Give one of them another number, or list the parts in a manifest.",
                )
            )
    published = [post for post, _ in visible if post.visibility is Visibility.PUBLISHED]
    return [_Draft(post, post.title, post.slug) for post in published], problems


def _number(claim: Claim) -> float:
    return float("inf") if claim.number is None else claim.number


def _series(
    slug: str,
    lang: str,
    manifest: Manifest | None,
    drafts: Sequence[_Draft],
    members: Mapping[str, tuple[Post, Claim]],
    *,
    numbering: Numbering,
    slugify: Callable[[str], str],
) -> Series:
    own = (manifest and manifest.numbering) or numbering
    names = labels([draft.post.label if draft.post else "" for draft in drafts], own, lang)
    entries: list[Part | Planned] = []
    for rank, (draft, label) in enumerate(zip(drafts, names, strict=True), 1):
        if draft.post and draft.post.visibility is Visibility.PUBLISHED:
            entries.append(Part(rank, label, draft.post))
        else:
            source = draft.post.source if draft.post else ""
            own_slug = draft.slug or slugify(text.plain(draft.title))
            entries.append(Planned(rank, label, draft.title, own_slug, source))
    name = min(members.items())[1][1].name if members else slug
    series = Series(slug, lang, text.inline(name), tuple(entries), numbering=own)
    if manifest is None:
        return series
    return replace(
        series, title=manifest.title, summary=manifest.summary, status=manifest.status, manifest=manifest
    )
