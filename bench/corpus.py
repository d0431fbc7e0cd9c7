"""A made-up site of any size, the same for the same seed: posts of about 1,100 words in series of ten.

It is invented one series at a time, in no program's format: `pelican_site` and `hugo_site` write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from prose import Prose

PARTS = 10
TAGS = 60
PAGES = ("About", "Colophon", "Contact", "Elsewhere")

_FIRST_DAY = datetime(2014, 1, 6, 8, tzinfo=UTC)
_DAYS = 3_500  # with the last series' parts and what is said about them: ten years, all past
_CATEGORIES = ("Essays", "Memoir", "Notes", "Tutorials", "Fiction")


@dataclass(frozen=True)
class Part:
    """A post. `source` is its file below the content, `body` is Markdown, with ``{filename}`` links."""

    source: str
    slug: str
    title: str
    date: datetime
    tags: tuple[str, ...]
    category: str
    summary: str
    body: str


@dataclass(frozen=True)
class Series:
    """A series and its parts, in order."""

    slug: str
    title: str
    summary: str
    complete: bool
    body: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """A page beside the posts."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True)
class Corpus:
    """What a site is made of. Inventing it again gives the same."""

    posts: int = 1_000
    seed: int = 1
    parts: int = PARTS
    tags: int = TAGS

    def pages(self) -> tuple[Page, ...]:
        """Return the pages beside the posts."""
        prose = Prose(Random(f"pages {self.seed}"))
        return tuple(Page(title.lower(), title, prose.body([])) for title in PAGES)

    def series(self) -> Iterator[Series]:
        """Invent one series after the other; posts link to those of the same series and to earlier ones."""
        inventor = _Inventor(self.seed, self.tags)
        starts = range(0, self.posts, self.parts)
        for number, start in enumerate(starts):
            begun = _FIRST_DAY + timedelta(days=_DAYS * number // len(starts))
            yield inventor.series(number, begun, min(self.parts, self.posts - start))


class _Inventor:
    """Invents series; knows the tags that posts share and the posts that there are."""

    def __init__(self, seed: int, tags: int) -> None:
        self._random = Random(seed)
        self._prose = Prose(self._random)
        self._tags = [f"{self._prose.words(1)[0]} {number}" for number in range(1, tags + 1)]
        self._earlier: list[str] = []

    def series(self, number: int, begun: datetime, parts: int) -> Series:
        """Return a series of so many parts."""
        title, category = self._prose.title(), self._random.choice(_CATEGORIES)
        series = f"{_slug(title)}-{number}"
        titles = [self._prose.title() for _ in range(parts)]
        slugs = [f"{_slug(part)}-{number}-{rank}" for rank, part in enumerate(titles, 1)]
        sources = [f"posts/{series}/{slug}.md" for slug in slugs]
        date = begun
        written = []
        for part, slug, source in zip(titles, slugs, sources, strict=True):
            date += timedelta(days=self._random.randint(2, 14), minutes=self._random.randint(0, 600))
            others = [other for other in sources if other != source]
            links = [self._random.choice(known) for known in (others, self._earlier) if known]
            written.append(
                Part(
                    source,
                    slug,
                    title=part,
                    date=date,
                    tags=tuple(self._random.sample(self._tags, self._random.randint(2, 4))),
                    category=category,
                    summary=self._prose.paragraph(1, 2),
                    body=self._prose.body([f"{{filename}}/{link}" for link in links]),
                )
            )
        self._earlier += sources
        return Series(
            series,
            title,
            summary=self._prose.sentence(),
            complete=self._random.random() < 0.5,
            body=f"{self._prose.paragraph()}\n",
            parts=tuple(written),
        )


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")
