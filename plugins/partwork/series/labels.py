"""What parts are called: ``II``, ``2``, ``Two``, or what the author says."""

import re
from collections.abc import Sequence
from functools import lru_cache

from partwork.model import Label, Numbering, Series, Status

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SMALL = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen"
    " Seventeen Eighteen Nineteen"
).split()
_TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()
_LIKE_A_NUMBER = re.compile(
    r"[\d¼½¾⅓⅔]\S*|(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)


@lru_cache(maxsize=1024)
def roman(number: int) -> str:
    """Return a whole number from 1 as a Roman numeral; from 4000 on as digits."""
    if number >= 4000:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN:
        while number >= value:
            numeral += letters
            number -= value
    return numeral


def english(number: int) -> str:
    """Return a whole number from 1 in English words; from 100 on as digits."""
    if number < 20:
        return _SMALL[number]
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones].lower()}" if ones else "")


def numeral(number: int, numbering: Numbering, lang: str = "en") -> str:
    """Return `number` as the series writes it. Words are English; other languages get digits."""
    match numbering:
        case Numbering.ROMAN:
            return roman(number)
        case Numbering.WORDS if lang.startswith("en"):
            return english(number)
        case Numbering.NONE:
            return ""
        case _:
            return str(number)


def labels(given: Sequence[str], numbering: Numbering, lang: str = "en") -> tuple[Label, ...]:
    """Return the labels of entries in order: a given one as it is, the others counted from 1."""
    made: list[Label] = []
    number = 0
    for text in given:
        if text:
            made.append(Label(text))
        else:
            number += 1
            made.append(Label(numeral(number, numbering, lang), number))
    return tuple(made)


def heading(label: Label, numbering: Numbering) -> str:
    """Return a label as it stands before a title: ``Part II``, ``Part 3½``, ``Interlude``; may be empty."""
    if label.number is not None and numbering is Numbering.NONE:
        return ""
    if label.number is not None or _LIKE_A_NUMBER.fullmatch(label.text):
        return f"Part {label.text}"
    return label.text


def total(series: Series) -> str:
    """Return what the positions of a series count up to: ``IV``, ``II so far``.

    The total counts the numbered parts that are announced. A series that goes on and announces nothing
    has no total yet.
    """
    count = numeral(series.numbered, series.numbering, series.lang)
    unended = series.status is not Status.COMPLETE and not series.has_planned
    return f"{count} so far" if unended else count


def position(label: Label, numbering: Numbering, total: str) -> str:
    """Return where a part stands: ``Part II of IV``, ``Part I of II so far``, ``Interlude``, or nothing."""
    text = heading(label, numbering)
    return f"{text} of {total}" if text and label.number is not None else text
