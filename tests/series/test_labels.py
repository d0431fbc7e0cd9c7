"""What parts are called, and where they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.model import Label, Numbering, Status
from partwork.series.labels import english, heading, labels, numeral, position, roman, total
from tests.builders import PROPERTY, make_series

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def where(label, series):
    """Return the position of a label in a series."""
    return position(label, series.numbering, total(series))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "I"),
        (2, "II"),
        (3, "III"),
        (4, "IV"),
        (5, "V"),
        (9, "IX"),
        (14, "XIV"),
        (40, "XL"),
        (90, "XC"),
        (400, "CD"),
        (444, "CDXLIV"),
        (1987, "MCMLXXXVII"),
        (3999, "MMMCMXCIX"),
        (4000, "4000"),
        (12345, "12345"),
    ],
)
def test_roman_numerals(number, text):
    """Whole numbers are Roman numerals as far as those go, then digits."""
    assert roman(number) == text


@given(st.integers(1, 3999))
@settings(PROPERTY)
def test_roman_numeral_reads_back(number):
    """A Roman numeral is worth the number it was made of."""
    values = [_VALUES[letter] for letter in roman(number)]
    pairs = zip(values, [*values[1:], 0], strict=True)
    assert sum(-value if value < after else value for value, after in pairs) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "One"),
        (12, "Twelve"),
        (19, "Nineteen"),
        (20, "Twenty"),
        (21, "Twenty-one"),
        (90, "Ninety"),
        (99, "Ninety-nine"),
        (100, "100"),
    ],
)
def test_english_words(number, text):
    """Numbers below a hundred are words."""
    assert english(number) == text


@pytest.mark.parametrize(
    ("numbering", "lang", "text"),
    [
        (Numbering.ROMAN, "en", "III"),
        (Numbering.ARABIC, "en", "3"),
        (Numbering.WORDS, "en", "Three"),
        (Numbering.WORDS, "en-gb", "Three"),
        (Numbering.WORDS, "de", "3"),
        (Numbering.NONE, "en", ""),
    ],
)
def test_numeral_follows_numbering_and_language(numbering, lang, text):
    """A number is written as its series writes it; words are English only."""
    assert numeral(3, numbering, lang) == text


def test_given_labels_stay_and_take_no_number():
    """An interlude is called what the author calls it, and the count goes on behind it."""
    assert labels(["", "Interlude", "", "3½"], Numbering.ROMAN) == (
        Label("I", 1),
        Label("Interlude"),
        Label("II", 2),
        Label("3½"),
    )


@given(st.lists(st.sampled_from(["", "Interlude", "3½"])), st.sampled_from([*Numbering]))
@settings(PROPERTY)
def test_numbers_count_from_one_without_a_gap(given_labels, numbering):
    """The numbered labels are 1, 2, 3, … whatever stands between them."""
    numbers = [label.number for label in labels(given_labels, numbering) if label.number is not None]
    assert numbers == list(range(1, given_labels.count("") + 1))


@pytest.mark.parametrize(
    ("label", "numbering", "text"),
    [
        (Label("II", 2), Numbering.ROMAN, "Part II"),
        (Label("Two", 2), Numbering.WORDS, "Part Two"),
        (Label("", 2), Numbering.NONE, ""),
        (Label("3½"), Numbering.ROMAN, "Part 3½"),
        (Label("½"), Numbering.ROMAN, "Part ½"),
        (Label("0"), Numbering.ROMAN, "Part 0"),
        (Label("2b"), Numbering.ROMAN, "Part 2b"),
        (Label("IV"), Numbering.ARABIC, "Part IV"),
        (Label("Interlude"), Numbering.ROMAN, "Interlude"),
        (Label("Part the Second"), Numbering.ROMAN, "Part the Second"),
        (Label("Appendix A"), Numbering.ROMAN, "Appendix A"),
        (Label("Interlude"), Numbering.NONE, "Interlude"),
    ],
)
def test_heading_says_part_before_what_is_like_a_number(label, numbering, text):
    """The word "Part" stands before numerals, given or counted, and not before words."""
    assert heading(label, numbering) == text


@pytest.mark.parametrize(
    ("entries", "status", "positions"),
    [
        (["a", "b"], Status.COMPLETE, ["Part I of II", "Part II of II"]),
        (["a", "b"], Status.ONGOING, ["Part I of II so far", "Part II of II so far"]),
        (["a", "b"], Status.PAUSED, ["Part I of II so far", "Part II of II so far"]),
        (["a", "planned: B"], Status.ONGOING, ["Part I of II", "Part II of II"]),
        (["a"], Status.COMPLETE, ["Part I of I"]),
    ],
)
def test_position_counts_what_is_announced(entries, status, positions):
    """The total is what is announced; a series that goes on and announces nothing has none yet."""
    series = make_series(*entries, status=status)
    assert [where(entry.label, series) for entry in series.entries] == positions


@pytest.mark.parametrize(
    ("numbering", "text"),
    [
        (Numbering.ROMAN, "Part I of II"),
        (Numbering.ARABIC, "Part 1 of 2"),
        (Numbering.WORDS, "Part One of Two"),
        (Numbering.NONE, ""),
    ],
)
def test_position_is_written_as_the_series_numbers(numbering, text):
    """Part and total are written in one manner; a series without numbers has no position."""
    series = make_series("a", "b", status=Status.COMPLETE, numbering=numbering)
    assert where(series.entries[0].label, series) == text


def test_position_of_a_given_label_is_the_label():
    """A part with a label of its own stands outside the count."""
    series = make_series("a", "b")
    assert where(Label("Interlude"), series) == "Interlude"
    assert where(Label("3½"), series) == "Part 3½"
