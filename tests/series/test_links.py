"""Links between parts: ``{part}slug`` and ``{part}series/slug``."""

import pytest

from partwork.model import Visibility
from partwork.series.links import Broken, PartIndex, rewrite
from tests.builders import make_post, make_series

_JOB = make_series("resume", "networking", "planned: HR and Recruiters")
_LETTERS = make_series("reference", "resume", slug="letters")
_GERMAN = make_series("resume", lang="de")
_UNLISTED = [
    make_post("aside", "job", visibility=Visibility.HIDDEN),
    make_post("sequel", "job", visibility=Visibility.DRAFT),
]
_INDEX = PartIndex([_JOB, _LETTERS, _GERMAN], _UNLISTED, "en")
_COMING = '<span class="coming">{} <small class="coming-mark">(coming)</small></span>'


def link(html, own=("job",), lang="en"):
    """Rewrite a piece of HTML of a post in the series `own`."""
    return rewrite(html, _INDEX, own, lang)


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ('<a href="{part}networking">it</a>', '<a href="{filename}/en/networking.md">it</a>'),
        ("<a href='{part}networking'>it</a>", '<a href="{filename}/en/networking.md">it</a>'),
        ('<a href="|part|networking">it</a>', '<a href="{filename}/en/networking.md">it</a>'),
        ('<a href = "{part}networking">it</a>', '<a href="{filename}/en/networking.md">it</a>'),
        ('<a href="{part}networking#end">it</a>', '<a href="{filename}/en/networking.md#end">it</a>'),
        ('<a href="{part}networking?a=1#b">it</a>', '<a href="{filename}/en/networking.md?a=1#b">it</a>'),
        ('<a href="{part}/networking/">it</a>', '<a href="{filename}/en/networking.md">it</a>'),
        ('<a href="{part}job/networking">it</a>', '<a href="{filename}/en/networking.md">it</a>'),
        ('<a href="{part}letters/reference">it</a>', '<a href="{filename}/en/reference.md">it</a>'),
        (
            '<a class="x" href="{part}networking" title="it; so">an <em>old</em> part</a>',
            '<a class="x" href="{filename}/en/networking.md" title="it; so">an <em>old</em> part</a>',
        ),
        (
            '<a href="{part}resume">a</a> and <a href="{part}networking">b</a>',
            '<a href="{filename}/en/resume.md">a</a> and <a href="{filename}/en/networking.md">b</a>',
        ),
        ('<a href="{part}hr-and-recruiters">HR {0}</a>', _COMING.format("HR {0}")),
        ('<a href="{part}job/hr-and-recruiters">HR</a>', _COMING.format("HR")),
        ('<a href="{part}aside">it</a>', '<a href="{filename}/en/aside.md">it</a>'),
        ('<a href="{part}sequel">it</a>', _COMING.format("it")),
        ('<a href="{filename}/x.md">it</a>', '<a href="{filename}/x.md">it</a>'),
        ("<p>{part}networking is how to write it</p>", "<p>{part}networking is how to write it</p>"),
        (
            '<code>&lt;a href="{part}networking"&gt;</code>',
            '<code>&lt;a href="{part}networking"&gt;</code>',
        ),
        ("<p>no link</p>", "<p>no link</p>"),
    ],
)
def test_link_leads_to_the_part(html, rewritten):
    """A link to a part leads to its file, one to a part to come is marked text, all else is left alone."""
    assert link(html) == (rewritten, ())


def test_short_link_means_the_own_series_first_named_first():
    """In a post of several series, a short link means the first that has the part."""
    html = '<a href="{part}resume">it</a>'
    assert link(html, own=("letters", "job"))[0] == '<a href="{filename}/en/resume.md">it</a>'
    assert _INDEX.find("reference", ("job", "letters"), "en") is _LETTERS.parts[0].post
    assert _INDEX.find("resume", ("letters", "job"), "en") is _LETTERS.parts[1].post


def test_link_stays_in_its_language():
    """A German post links to the German part, and to the English one where it is not translated."""
    assert link('<a href="{part}resume">es</a>', lang="de")[0] == '<a href="{filename}/de/resume.md">es</a>'
    html, broken = link('<a href="{part}networking">es</a>', lang="de")
    assert (html.partition(">")[0], broken) == ('<a href="{filename}/en/networking.md"', ())
    assert link('<a href="{part}hr-and-recruiters">es</a>', lang="de") == (_COMING.format("es"), ())
    assert link('<a href="{part}nowhere">es</a>', lang="de")[1] == (Broken("nowhere", ""),)


@pytest.mark.parametrize(
    ("target", "own", "hint"),
    [
        ("netwroking", ("job",), 'the nearest is "networking"'),
        ("letters/refrence", ("job",), 'the nearest is "letters/reference"'),
        ("reference", ("job",), 'the nearest is "letters/reference"'),
        ("hr-and-recruiters", (), 'the nearest is "job/hr-and-recruiters"'),
        ("resume", (), 'the nearest is "job/resume"'),
        ("zyzzyva", ("job",), ""),
        ("", ("job",), ""),
    ],
)
def test_link_that_leads_nowhere_is_told_with_a_hint(target, own, hint):
    """A broken link keeps its text, and is told with what it may have meant."""
    assert link(f'<p><a href="{{part}}{target}">it</a></p>', own=own) == (
        "<p>it</p>",
        (Broken(target, hint),),
    )


def test_part_of_another_series_is_hinted_though_its_name_is_far():
    """A part that is there under a long series name is found by its slug alone."""
    index = PartIndex([make_series("x", slug="a-very-long-name-of-a-series")], [], "en")
    assert index.find("x", (), "en") == Broken("x", 'there is "a-very-long-name-of-a-series/x"')


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{part}resume">it',
        "<img src='{part}resume'>",
        "<a href={part}resume>it</a>",
        '<area href="|part|resume">',
    ],
)
def test_what_is_no_link_to_a_part_is_told(html):
    """What cannot be resolved does not stay in the page as it is written."""
    (broken,) = link(f"<p>{html}</p>")[1]
    assert broken == Broken("resume", 'only an <a href="..."> that is closed leads to a part')


def test_every_broken_link_is_told():
    """All broken links of a post are told, in the order of the text."""
    html = '<a href="{part}zyzzyva">1</a><a href="{part}resume">2</a><a href="{part}quux">3</a>'
    rewritten, broken = link(html)
    assert rewritten == '1<a href="{filename}/en/resume.md">2</a>3'
    assert [one.target for one in broken] == ["zyzzyva", "quux"]
