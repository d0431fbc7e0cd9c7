"""What is said about a made-up post: replies to what was said before, the author's too, and pingbacks."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from prose import Prose


class Responses:
    """Writes responses files; no id is used twice."""

    def __init__(self, seed: int, number: int) -> None:
        self._number = number  # to each post
        self._random = Random(f"responses {seed}")
        self._prose = Prose(self._random)
        self._ids = count(1)

    def file(self, date: datetime) -> str:
        """Return the responses file of a post of that date."""
        lines = ["responses:"]
        comments: list[int] = []
        for _ in range(self._number):
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
