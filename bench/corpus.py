"""A made-up site of any size, the same byte for byte for the same seed.

``python bench/corpus.py FOLDER --posts 1000 --seed 1`` writes ``FOLDER/content``: posts of about 1,100 words
in series of five with a manifest each, and beside every post what was said about it.
"""

import argparse
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count
from pathlib import Path
from random import Random

PARTS = 5
RESPONSES = 10
TAGS = 40

_FIRST_DAY = datetime(2014, 1, 6, 8, tzinfo=UTC)
_DAYS = 3_500  # with the last series' parts and what is said about them: ten years, all past
_BODY_WORDS = 1_080
_VOCABULARY = 3_000
_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k l m n p pl pr qu r s sh sl sn st t th tr v w".split()
_NUCLEI = "a ai e ea ee i o oa oo ou u".split()
_CODAS = "b ck d ft g l ll lm m mp n nd ng nk p r rd rk rn rt s sk ss st t th".split()
_CATEGORIES = ("Essays", "Memoir", "Notes", "Tutorials", "Fiction")


def write(
    folder: Path, posts: int = 1_000, seed: int = 1, responses: int = RESPONSES, tags: int = TAGS
) -> None:
    """Write a site below ``folder/content``: so many posts, so many responses to each, so many tags."""
    site = _Site(folder / "content", Random(seed), responses, tags)
    starts = range(0, posts, PARTS)
    for number, start in enumerate(starts):
        begun = _FIRST_DAY + timedelta(days=_DAYS * number // len(starts))
        site.write_series(number, begun, min(PARTS, posts - start))


class _Prose:
    """Writes in words that no language has. All that it writes follows from the state of `random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        # As in any language, a few words, most of them short, are most of what is said (Zipf's law).
        self._vocabulary = sorted((self._invented() for _ in range(_VOCABULARY)), key=len)
        self._weights = [*accumulate(1 / rank for rank in range(10, _VOCABULARY + 10))]

    def _invented(self) -> str:
        sounds = (_ONSETS, _NUCLEI, _CODAS) * self.random.choice((1, 1, 2, 2, 3))
        return "".join(self.random.choice(letters) for letters in sounds)

    def words(self, number: int) -> list[str]:
        """Return so many words."""
        return self.random.choices(self._vocabulary, cum_weights=self._weights, k=number)

    def title(self) -> str:
        """Return a title of two to five words."""
        return " ".join(self.words(self.random.randint(2, 5))).title()

    def sentence(self) -> str:
        """Return a sentence; in one of ten something is stressed, quoted or put aside."""
        words = self.words(self.random.randint(6, 24))
        if self.random.random() < 0.1:
            marks = self.random.choice(('"{}"', "*{}*", "**{}**", "-- {} --", "`{}`"))
            words[3] = marks.format(words[3])
        elif self.random.random() < 0.5:
            words[len(words) // 2] += ","
        return " ".join(words).capitalize() + self.random.choice(".......?!")

    def paragraph(self, fewest: int = 3, most: int = 7) -> str:
        """Return a paragraph of so many sentences."""
        return " ".join(self.sentence() for _ in range(self.random.randint(fewest, most)))

    def address(self) -> str:
        """Return the address of a page that does not exist."""
        host, *path = self.words(3)
        return f"https://{host}.example/{'/'.join(path)}/"

    # The blocks of a post, in Markdown

    def heading(self) -> str:
        """Return a section's heading."""
        return f"## {self.title()}"

    def items(self) -> str:
        """Return a list of either kind."""
        mark = self.random.choice(("-", "1."))
        return "\n".join(f"{mark} {self.sentence()}" for _ in range(self.random.randint(3, 6)))

    def quotation(self) -> str:
        """Return a block quote."""
        return f"> {self.paragraph(1, 3)}"

    def code(self) -> str:
        """Return a block of code in Python."""
        name, argument, other = self.words(3)
        return (
            f'    :::python\n    def {name}_({argument}_, {other}_=1):\n        """{self.sentence()}"""\n'
            f"        return [{argument}_[i] * {other}_ for i in range({self.random.randint(2, 99)})]"
        )

    def linked(self, url: str) -> str:
        """Return a paragraph with a link in it."""
        return f"{self.paragraph(1, 3)} {self.sentence()[:-1]} [{self.words(1)[0]}]({url}). {self.sentence()}"

    def noted(self) -> str:
        """Return a paragraph with a footnote."""
        return f"{self.paragraph(2, 4)}[^1]\n\n[^1]: {self.sentence()}"

    def body(self, links: list[str]) -> str:
        """Return the text of a post; `links` are sources of other posts."""
        blocks = [self.paragraph(), self.linked(self.address())]
        makers = [self.heading, self.items, self.quotation, self.code, self.heading]
        makers += [lambda: self.linked(self.address()), self.heading]
        if links:
            makers.append(lambda: self.linked(f"{{filename}}{self.random.choice(links)}"))
        if self.random.random() < 0.25:
            makers.append(self.noted)
        for make in makers:
            blocks += [make(), self.paragraph()]
        while sum(len(block.split()) for block in blocks) < _BODY_WORDS:
            blocks.append(self.paragraph())
        return "\n\n".join(blocks) + "\n"


class _Site:
    """Writes the files of a site. Tags are shared by its posts; ids of responses are never used twice."""

    def __init__(self, content: Path, random: Random, responses: int, tags: int) -> None:
        self._content = content
        self._random = random
        self._prose = _Prose(random)
        self._responses = responses
        self._tags = [f"{self._prose.words(1)[0]} {number}" for number in range(1, tags + 1)]
        self._ids = count(1)

    def write_series(self, number: int, begun: datetime, parts: int) -> None:
        """Write a series of so many parts, its manifest and its responses."""
        title, category = self._prose.title(), self._random.choice(_CATEGORIES)
        series = f"{_slug(title)}-{number}"
        titles = [self._prose.title() for _ in range(parts)]
        slugs = [f"{_slug(part)}-{number}-{rank}" for rank, part in enumerate(titles, 1)]
        manifest = [
            f"Title: {title}",
            f"Summary: {self._prose.sentence()}",
            f"Status: {self._random.choice(('complete', 'ongoing'))}",
            "Parts: " + "\n    ".join(slugs),
        ]
        self._write(f"series/{series}.md", "\n".join(manifest) + f"\n\n{self._prose.paragraph()}\n")
        date = begun
        for part, slug in zip(titles, slugs, strict=True):
            date += timedelta(days=self._random.randint(2, 14), minutes=self._random.randint(0, 600))
            header = [
                f"Title: {part}",
                f"Slug: {slug}",
                f"Date: {date:%Y-%m-%d %H:%M}",
                f"Series: {series}",
                f"Tags: {', '.join(self._random.sample(self._tags, self._random.randint(2, 4)))}",
                f"Category: {category}",
                f"Summary: {self._prose.paragraph(1, 2)}",
            ]
            links = [f"/{series}/{other}.md" for other in slugs if other != slug]
            self._write(f"{series}/{slug}.md", "\n".join(header) + f"\n\n{self._prose.body(links)}")
            if self._responses:
                self._write(f"{series}/{slug}.responses.yaml", self._said(date))

    def _said(self, date: datetime) -> str:
        """Return a responses file: replies to what was said before, the author's too, and pingbacks."""
        lines = ["responses:"]
        comments: list[int] = []
        for _ in range(self._responses):
            date += timedelta(minutes=self._random.randint(20, 6_000))
            number = next(self._ids)
            if self._random.random() < 0.2:
                lines += self._pingback(number, date)
            else:
                lines += self._comment(number, date, comments)
                comments.append(number)
        return "\n".join(lines) + "\n"

    def _pingback(self, number: int, date: datetime) -> list[str]:
        return [
            f"- id: {number}",
            "  kind: pingback",
            f"  name: {self._prose.title()}",
            f"  source: {self._prose.address()}",
            f"  published: {date.isoformat()}",
            f"  html: <p>[…] {' '.join(self._prose.words(25))} […]</p>",
        ]

    def _comment(self, number: int, date: datetime, earlier: list[int]) -> list[str]:
        lines = [f"- id: {number}", "  kind: comment"]
        if earlier and self._random.random() < 0.5:
            lines.append(f"  reply_to: {self._random.choice(earlier)}")
        if self._random.random() < 0.15:
            lines.append("  by_author: true")
        lines.append(f"  name: {' '.join(self._prose.words(2)).title()}")
        if self._random.random() < 0.5:
            lines.append(f"  url: {self._prose.address()}")
        lines.append(f"  published: {date.isoformat()}")
        texts = [self._prose.paragraph(1, 3) for _ in range(self._random.randint(1, 2))]
        if self._random.random() < 0.5:
            lines.append("  markdown: |")
            lines += [f"    {text}\n" for text in texts]
        else:
            link = f'<a href="{self._prose.address()}">{self._prose.words(1)[0]}</a>'
            lines.append("  html: |")
            lines += [f"    <p>{text} {link}</p>" for text in texts]
        return lines

    def _write(self, path: str, text: str) -> None:
        file = self._content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def main() -> None:
    """Write the site that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a made-up site to measure builds with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--responses", type=int, default=RESPONSES, help="to each post")
    parser.add_argument("--tags", type=int, default=TAGS)
    options = parser.parse_args()
    write(options.folder, options.posts, options.seed, options.responses, options.tags)


if __name__ == "__main__":
    main()
