"""Manifests: a header of keys, and what is wrong with one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.errors import Place, one_of
from partwork.model import Listed, Manifest, Numbering, Status
from partwork.series.manifest import KEYS, parse
from tests.builders import PROPERTY

_SOURCE = "series/job.md"
_WHOLE = """\
Title: How Did I Get <em>There</em> & Back?
Summary: Three jobs,
    four interviews.
Status: Paused
Numbering: words
Cover: images/desk.jpg
Lang: DE
Slug: job-hunt
Parts: resume
    networking
    planned: Recruiters: a tirade

The text of the landing page.
Status: this is not a key any more
"""


def read(content):
    """Parse a manifest of an English site."""
    return parse(_SOURCE, content, "en")


def problems_of(content):
    """Return (line, what, value) of each problem."""
    return [(problem.where.line, problem.what, problem.value) for problem in read(content)[1]]


def test_manifest_says_everything_there_is():
    """Each key of the header finds its field, and the body is left alone."""
    assert read(_WHOLE) == (
        Manifest(
            source=_SOURCE,
            slug="job-hunt",
            lang="de",
            title="How Did I Get <em>There</em> &amp; Back?",
            summary="Three jobs, four interviews.",
            status=Status.PAUSED,
            numbering=Numbering.WORDS,
            listed=(
                Listed("resume", planned=False, line=9),
                Listed("networking", planned=False, line=10),
                Listed("Recruiters: a tirade", planned=True, line=11),
            ),
            cover="images/desk.jpg",
            cover_line=6,
        ),
        (),
    )


def test_title_is_enough():
    """A manifest of a title alone is ongoing, in the site's language, and leaves the order to the parts."""
    assert read("Title: Job\n") == (
        Manifest(source=_SOURCE, slug="job", lang="en", title="Job", cover_line=1),
        (),
    )


@pytest.mark.parametrize(
    "content",
    [
        "Title: Job\nParts:\n    a\n    b\n",
        "Title: Job\nParts:\n\ta\n\tb\n",
        "Title: Job\nParts: a\n    b\n",
        "---\nTitle: Job\nParts:\n    a\n    b\n---\n",
        "---\nTitle: Job\nParts:\n    a\n    b\n...\nMore.",
        "\ufeffTitle: Job\nParts:\n    a\n    b\n",
        "Title: Job\r\nParts:\r\n    a\r\n    b\r\n\r\nBody.\r\n",
        "  title: Job  \nPARTS:\n        a  \n    b\n",
        "Title: Job\nParts: a\nParts: b\n",
        "Title: Job\nParts:\n \ta\n  \tb\n",
        "Title: Job\rParts: a\r    b\r\rText.",
        "--- # fenced\nTitle: Job\nParts: a\n    b\n--- # here",
    ],
)
def test_list_reads_the_same_in_each_way_of_writing(content):
    """Parts stand on the key's line or below it, with spaces or tabs, with or without fences."""
    manifest, problems = read(content)
    assert problems == ()
    assert manifest.title == "Job"
    assert [item.text for item in manifest.listed] == ["a", "b"]


@pytest.mark.parametrize("line", ["planned: A Title", "Planned:A Title", "PLANNED :  A Title "])
@pytest.mark.parametrize("indent", ["    ", "\t", "\t  "])
def test_planned_part_has_a_title_and_no_slug(line, indent):
    """A planned part is told by the word before its title, however the line is indented."""
    manifest, problems = read(f"Title: Job\nParts: a\n{indent}{line}\n")
    assert problems == ()
    assert manifest.listed[1] == Listed("A Title", planned=True, line=3)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_ends_end_a_line(sign):
    """A sign that some take for the end of a line is part of it, as for Python-Markdown."""
    manifest, problems = read(f"Title: Job\nSummary: a{sign}b\nParts: a\n")
    assert (manifest.summary, manifest.listed[0].line, problems) == (f"a{sign}b", 3, ())


def test_empty_list_is_a_list():
    """``Parts:`` with nothing below it lists nothing, which is not the same as no list."""
    assert read("Title: Job\nParts:\n")[0].listed == ()
    assert read("Title: Job\n")[0].listed is None


@pytest.mark.parametrize("status", [*Status])
@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_status_is_read_in_any_case(status, write):
    """The known statuses are known however they are capitalised."""
    manifest, problems = read(f"Title: Job\nStatus: {write(status.value)}\n")
    assert (manifest.status, problems) == (status, ())


@pytest.mark.parametrize("numbering", [*Numbering])
def test_numbering_is_read(numbering):
    """The known numberings are known."""
    assert read(f"Title: Job\nNumbering: {numbering.value.title()}\n")[0].numbering is numbering


@pytest.mark.parametrize(
    ("content", "line", "what", "value", "mend"),
    [
        ("Status: ongoing\n", 1, "The manifest has no title.", "", 'Begin the file with "Title: ...".'),
        ("", 1, "The manifest has no title.", "", 'Begin the file with "Title: ...".'),
        ("\n\nTitle: Late\n", 1, "The manifest has no title.", "", 'Begin the file with "Title: ...".'),
        (
            "Title: Job\nStatus: compleat\n",
            2,
            "Unknown status.",
            "compleat",
            'Write ongoing, complete or paused; the nearest is "complete".',
        ),
        ("Title: Job\nStatus: x\n", 2, "Unknown status.", "x", "Write ongoing, complete or paused."),
        (
            "Title: Job\nSummary: It\n\tgoes on.\nNumbering: romn\n",
            4,
            "Unknown numbering.",
            "romn",
            'Write roman, arabic, words or none; the nearest is "roman".',
        ),
        (
            "Title: Job\nSumary: x\n",
            2,
            "A manifest has no such key.",
            "sumary",
            'Take it out; the nearest is "summary".',
        ),
        (
            "Title: Job\nzyzzyva: x\n",
            2,
            "A manifest has no such key.",
            "zyzzyva",
            f"Take it out; a manifest has {one_of(KEYS)}.",
        ),
        (
            "Title: Job\nParts: a\n    b\n    a\n",
            4,
            "This part is listed twice, first in line 2.",
            "a",
            "Take one of the two lines out.",
        ),
        (
            "Title: Job\nParts: planned: One\n    planned: ONE\n",
            3,
            "This part is listed twice, first in line 2.",
            "ONE",
            "Take one of the two lines out.",
        ),
        (
            "Title: Job\nParts: a\n    planned:\n",
            3,
            "A planned part has no title.",
            "planned:",
            'Write "planned: A title".',
        ),
        (
            "Title: Job\nStatus: ongoing\nSTATUS: complete\n",
            3,
            "A second status; the first is in line 2.",
            "complete",
            "Take one of the two lines out.",
        ),
        (
            "Title: Job\n    goes on\n",
            2,
            "A second title; the first is in line 1.",
            "goes on",
            "Take one of the two lines out.",
        ),
        (
            'Title: Job\nLang: "><b>\n',
            2,
            "This is not the code of a language.",
            '"><b>',
            'Write it as in "Lang: de" or "Lang: pt-BR".',
        ),
        (
            "Title: Job\n- a\n",
            2,
            "This line belongs to no key of the header.",
            "- a",
            "Indent it by four spaces to go on with the line above, or put an empty line before it.",
        ),
    ],
)
def test_wrong_manifest_is_one_clear_problem(content, line, what, value, mend):
    """What is wrong is told once, with its line, its value and what to do."""
    (problem,) = read(content)[1]
    assert problem.where == Place(_SOURCE, line)
    assert (problem.what, problem.value, problem.mend) == (what, value, mend)


def test_line_that_continues_nothing_is_told_at_its_place():
    """An indented line before any key belongs nowhere, and the missing title is told as well."""
    assert problems_of("    a\nTitle: Job\n") == [
        (1, "This line belongs to no key of the header.", "a"),
        (1, "The manifest has no title.", ""),
    ]


def test_all_problems_are_told_together_and_the_rest_is_of_use():
    """A manifest with many faults tells them all, and what is right in it is read."""
    manifest, problems = read("Title: Job\nStatus: x\nNumbering: y\nPrats: z\nParts: a\n    a\n")
    assert [problem.where.line for problem in problems] == [4, 2, 3, 6]
    assert (manifest.title, manifest.status, manifest.numbering) == ("Job", Status.ONGOING, None)
    assert [item.text for item in manifest.listed] == ["a", "a"]


def test_slug_and_planned_title_may_be_the_same_words():
    """A written part and a planned one are two things though they are called the same."""
    assert read("Title: Job\nParts: one\n    planned: one\n")[1] == ()


@given(st.text(max_size=200))
@settings(PROPERTY)
def test_any_text_is_a_manifest_or_tells_what_is_wrong(content):
    """No text, however odd, gets past both: it has a title or a problem says that it has none."""
    manifest, problems = read(content)
    assert manifest is not None or any(problem.what == "The manifest has no title." for problem in problems)
    assert all(problem.where.file == _SOURCE and problem.where.line >= 1 for problem in problems)


@given(
    st.lists(
        st.tuples(st.sampled_from([*KEYS, "prats"]), st.text(alphabet="ab: <&\t", max_size=12)), max_size=8
    )
)
@settings(PROPERTY)
def test_problems_point_into_the_file(pairs):
    """Each problem points to a line that the file has."""
    content = "".join(f"{key}: {value}\n" for key, value in pairs)
    assert all(1 <= problem.where.line <= max(1, len(pairs)) for problem in read(content)[1])
