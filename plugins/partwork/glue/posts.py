"""Articles as Pelican reads them, turned into posts."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican.contents import Article

from partwork import text, where
from partwork.errors import Place, Problem
from partwork.glue import headers
from partwork.glue.build import HOLD_FUTURE, current
from partwork.glue.gists import Gist
from partwork.model import Claim, Post, Visibility

# What other plugins and themes call the number of a part: pelican-series, Blowfish, DoIt.
_NUMBER_KEYS = ("part", "series_index", "series_order", "series_weight")
#: Pelican gives a draft without a date the last date there is.
NO_YEAR = 9999


def hold_back(content: object) -> None:
    """Make a post of the future a draft (a receiver of ``content_object_init``).

    A part is always held back: its series shows it as planned until its day. Any other post is where the
    site says ``WITH_FUTURE_DATES = False``. The "now" is the build's.
    """
    if not isinstance(content, Article) or not hasattr(content, "date"):
        return
    build = current(content.settings)
    if build is None or content.date <= build.now or content.status != "published":
        return
    is_part = "series" in content.metadata or content.slug in build.listed
    if is_part or content.settings.get(HOLD_FUTURE):
        content.status = "draft"


def post(source: str, article: Any, gist: Gist, slugify: Callable[[str], str]) -> tuple[Post, list[Problem]]:
    """Return the article of a source as a post, and what is wrong with what it says of its series."""
    metadata = article.metadata
    claims, problems = _claims(metadata, article.source_path, source, slugify)
    if gist.doubtful:
        problems += _doubtful_dates(metadata, Path(article.source_path), source)
    mentions = _one(metadata.get("mentions", "yes")).lower()
    if mentions not in ("yes", "no"):
        line = where.header_line(Path(article.source_path), "mentions")
        problems.append(Problem("Unknown answer.", Place(source, line), mentions, "Write yes or no."))
    return Post(
        source=source,
        slug=article.slug,
        lang=article.lang.lower(),
        title=text.inline(str(article.title)),
        url=article.url,
        date=article.date,
        visibility=Visibility(article.status),
        modified=getattr(article, "modified", None),
        summary=gist.summary,
        words=gist.words,
        claims=claims,
        label=_one(metadata.get("label", "")),
        mentions=mentions != "no",
    ), problems


def _doubtful_dates(metadata: dict[str, Any], path: Path, source: str) -> list[Problem]:
    problems = []
    for key in (key for key in headers.DATES if key in metadata):
        written = where.header_value(path, key)
        if doubt := headers.doubt(written):
            place = Place(source, where.header_line(path, key))
            problems.append(Problem(doubt, place, written, headers.DATE_MEND))
    return problems


def authors(article: Any) -> tuple[str, ...]:
    """Return the names of who wrote an article, as plain text; none where neither it nor the site says."""
    names = (text.plain(text.inline(str(one))) for one in getattr(article, "authors", []))
    return tuple(name for name in names if name)


def _claims(
    metadata: dict[str, Any], path: str, source: str, slugify: Callable[[str], str]
) -> tuple[tuple[Claim, ...], list[Problem]]:
    names = _several(metadata.get("series", ""))
    key = next(filter(metadata.__contains__, _NUMBER_KEYS), "part")
    written = _several(metadata.get(key, ""))
    problems: list[Problem] = []
    claims: list[Claim] = []
    for index, name in enumerate(names):
        slug = slugify(name)
        if not slug:
            problems.append(
                Problem(
                    "No address can be made of this name of a series.",
                    Place(source, where.header_line(Path(path), "series")),
                    name,
                    "Give the series a manifest and name it by the manifest's file name.",
                )
            )
            continue
        number = None
        if index < len(written):
            number = _number(written[index])
            if number is None:
                problems.append(
                    Problem(
                        "The number of a part is not a number.",
                        Place(source, where.header_line(Path(path), key)),
                        written[index],
                        'Write a number from 0, as in "Part: 2"; for a name, write "Label: ...".',
                    )
                )
        if slug not in [claim.slug for claim in claims]:
            claims.append(Claim(slug, name, number))
    if len(written) > max(len(names), 1):
        problems.append(
            Problem(
                "There are more numbers than series.",
                Place(source, where.header_line(Path(path), key)),
                "; ".join(written),
                "Write one number for each series, in the same order.",
            )
        )
    return tuple(claims), problems


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _several(value: object) -> list[str]:
    """Return the values of a header that may have several, one a line or parted by semicolons."""
    if value == "":
        return []
    lines = value if isinstance(value, list) else [value]
    return [part.strip() for line in lines for part in str(line).split(";") if part.strip()]


def _one(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value).strip()
