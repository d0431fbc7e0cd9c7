"""Prose in words that no language has, in Markdown: what posts, and what is said about them, are made of."""

from itertools import accumulate
from random import Random

_WORDS = 1_080  # in a body; with what a paragraph is too long, about 1,100
_VOCABULARY = 3_000
_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k l m n p pl pr qu r s sh sl sn st t th tr v w".split()
_NUCLEI = "a ai e ea ee i o oa oo ou u".split()
_CODAS = "b ck d ft g l ll lm m mp n nd ng nk p r rd rk rn rt s sk ss st t th".split()


class Prose:
    """Writes; all that it writes follows from the state of `random`."""

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
            f'```python\ndef {name}_({argument}_, {other}_=1):\n    """{self.sentence()}"""\n'
            f"    return [{argument}_[i] * {other}_ for i in range({self.random.randint(2, 99)})]\n```"
        )

    def linked(self, url: str) -> str:
        """Return a paragraph with a link in it."""
        return f"{self.paragraph(1, 3)} {self.sentence()[:-1]} [{self.words(1)[0]}]({url}). {self.sentence()}"

    def noted(self) -> str:
        """Return a paragraph with a footnote."""
        return f"{self.paragraph(2, 4)}[^1]\n\n[^1]: {self.sentence()}"

    def body(self, links: list[str]) -> str:
        """Return the text of a post, which links to each of `links`."""
        blocks = [self.paragraph(), self.linked(self.address())]
        makers = [self.heading, self.items, self.quotation, self.heading, lambda: self.linked(self.address())]
        if self.random.random() < 0.3:
            makers.append(self.code)
        makers.append(self.heading)
        if self.random.random() < 0.25:
            makers.append(self.noted)
        for make in makers:
            blocks += [make(), self.paragraph()]
        blocks += [self.linked(link) for link in links]
        while sum(len(block.split()) for block in blocks) < _WORDS:
            blocks.append(self.paragraph())
        return "\n\n".join(blocks) + "\n"
