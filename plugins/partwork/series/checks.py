"""What contradicts itself in a series: wrong, or only odd."""

from collections.abc import Collection, Mapping
from itertools import pairwise

from partwork import text
from partwork.errors import Place, Problem
from partwork.model import Claim, Manifest, Post, Series, Status, Visibility


def one_name(slug: str, members: Collection[tuple[Post, Claim]]) -> list[Problem]:
    """Report names of series that differ in more than case and spaces and still make the same slug."""
    if len({claim.name for _, claim in members}) < 2:
        return []
    first: tuple[str, Post] | None = None
    problems = []
    for post, claim in sorted(members, key=lambda member: member[0].source):
        name = " ".join(claim.name.split()).casefold()
        if name == slug:
            continue
        if first is None:
            first = (name, post)
        elif name != first[0]:
            problems.append(
                Problem(
                    f'Two names make one series, "{slug}"; {first[1].source} has the other.',
                    Place(post.source, path="Series"),
                    claim.name,
                    f'Write the same name in both, or "Series: {slug}".',
                )
            )
    return problems


def numbers_beside_list(manifest: Manifest, members: Mapping[str, tuple[Post, Claim]]) -> list[Problem]:
    """Return the numbers that a list overrules."""
    return [
        Problem(
            f"The number has no effect: {manifest.source} lists the parts in order.",
            Place(post.source, path="Part"),
            f"Part: {claim.number:g}",
            'Take the "Part" line out.',
        )
        for post, claim in members.values()
        if claim.number is not None
    ]


def mixed_numbers(slug: str, members: Mapping[str, tuple[Post, Claim]]) -> list[Problem]:
    """Return the parts without a number beside others that have one."""
    if all(claim.number is None for _, claim in members.values()):
        return []
    return [
        Problem(
            f'Other parts of "{slug}" have a number and this one has none: it comes after them.',
            Place(post.source, path="Series"),
            "",
            'Give it a "Part" line, or list the parts in a manifest.',
        )
        for post, claim in members.values()
        if claim.number is None and post.visibility is Visibility.PUBLISHED
    ]


def oddities(series: Series) -> list[Problem]:
    """Return what contradicts itself in a series without being wrong."""
    odd = []
    manifest, parts = series.manifest, series.parts
    for before, after in pairwise(parts):
        if after.post.date < before.post.date:
            odd.append(
                Problem(
                    f'The order of "{series.slug}" contradicts the dates: the part before it,'
                    f" {before.post.source}, is younger.",
                    Place(after.post.source, path="Date"),
                    f"{after.post.date:%Y-%m-%d}, after {before.post.date:%Y-%m-%d}",
                    "Nothing, if the order is meant.",
                )
            )
    if manifest and manifest.lang == series.lang:
        odd += _written_and_announced(series, manifest)
    if manifest and series.status is Status.COMPLETE and series.has_planned:
        odd.append(
            Problem(
                "The series is complete and still announces parts.",
                Place(manifest.source, path="Status"),
                "Status: complete",
                "Write the parts, take them out of the list, or write another status.",
            )
        )
    return odd


def _written_and_announced(series: Series, manifest: Manifest) -> list[Problem]:
    planned = [item for item in manifest.listed or () if item.planned]
    if not planned:
        return []
    written = {text.plain(part.post.title).casefold(): part.post.source for part in series.parts}
    return [
        Problem(
            f"A part of this title is announced, and another is written: {written[item.text.casefold()]}.",
            Place(manifest.source, item.line),
            f"planned: {item.text}",
            "Take the line out, if it is the same part.",
        )
        for item in planned
        if item.text.casefold() in written
    ]
