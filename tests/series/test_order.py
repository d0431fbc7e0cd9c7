"""The order of parts, and what is wrong with a series."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.model import Claim, Numbering, Part, Planned, Status, Visibility
from tests.builders import PROPERTY, day, make_manifest, make_post, ordered
from tests.series.strategies import sites


def slugs(series):
    """Return the slugs of the entries; a planned one in parentheses."""
    return [entry.post.slug if isinstance(entry, Part) else f"({entry.slug})" for entry in series.entries]


def told(problems):
    """Return (file, line, what, value) of each problem."""
    return [(p.where.file, p.where.line, p.what, p.value) for p in problems]


def test_listed_parts_stand_as_listed():
    """The list of the manifest is the order, whatever dates and numbers say."""
    posts = [make_post(slug, "job", date=day(-index)) for index, slug in enumerate("abc")]
    found = ordered(posts, make_manifest("job", "b", "planned: The End", "c", "a"))
    (series,) = found.series
    assert slugs(series) == ["b", "(the-end)", "c", "a"]
    assert [entry.rank for entry in series.entries] == [1, 2, 3, 4]
    assert [entry.label.text for entry in series.entries] == ["I", "II", "III", "IV"]
    assert found.problems == ()


def test_manifest_gives_the_series_its_face():
    """Title, status and numbering are the manifest's."""
    manifest = make_manifest("job", "a", status=Status.PAUSED, numbering=Numbering.ARABIC)
    (series,) = ordered([make_post("a", "Job")], manifest).series
    assert (series.title, series.status, series.numbering) == (
        "How Did I Get There?",
        Status.PAUSED,
        Numbering.ARABIC,
    )
    assert series.manifest is manifest
    assert series.key == ("job", "en")


def test_without_manifest_parts_stand_by_number_then_date():
    """Numbers order the parts, dates those without; the claim names the series."""
    posts = [
        make_post("late", "C++ & Co", date=day(9)),
        make_post("early", "C++ & Co", date=day(1)),
        make_post("second", "C++ & Co", number=2, date=day(2)),
        make_post("half", "C++ & Co", number=1.5, date=day(3)),
        make_post("zeroth", "C++ & Co", number=0, date=day(4)),
    ]
    (series,) = ordered(posts).series
    assert slugs(series) == ["zeroth", "half", "second", "early", "late"]
    assert series.title == "C++ &amp; Co"
    assert series.numbering is Numbering.ROMAN


def test_manifest_without_a_list_leaves_the_order_to_the_parts():
    """A manifest may describe a series and leave the order to numbers and dates."""
    posts = [make_post("b", "job", number=2), make_post("a", "job", number=1)]
    (series,) = ordered(posts, make_manifest("job", listed=False)).series
    assert slugs(series) == ["a", "b"]
    assert series.title == "How Did I Get There?"


@pytest.mark.parametrize(
    ("visibility", "entries"),
    [
        (Visibility.DRAFT, ["a", "(b)", "c"]),
        (Visibility.HIDDEN, ["a", "c"]),
    ],
)
def test_listed_part_that_is_not_public_breaks_no_number(visibility, entries):
    """A listed draft is announced; a hidden part is as if it were not listed; numbers have no gap."""
    posts = [
        make_post("a", "job"),
        make_post("b", "job", visibility=visibility),
        make_post("c", "job"),
    ]
    found = ordered(posts, make_manifest("job", "a", "b", "c"))
    (series,) = found.series
    assert slugs(series) == entries
    assert [entry.label.number for entry in series.entries] == list(range(1, len(entries) + 1))
    assert found.problems == ()


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.HIDDEN])
def test_unlisted_part_that_is_not_public_is_no_part(visibility):
    """Without a list, drafts and hidden posts are neither shown nor counted."""
    posts = [make_post("a", "job"), make_post("b", "job", visibility=visibility)]
    (series,) = ordered(posts).series
    assert slugs(series) == ["a"]
    assert ordered(posts[1:]).series == ()


def test_draft_of_a_planned_part_is_known():
    """An announced draft has its own title, its source, and its given label."""
    draft = make_post("b", "job", visibility=Visibility.DRAFT, title="Be <em>ready</em>", label="Interlude")
    (series,) = ordered([make_post("a"), draft], make_manifest("job", "a", "b")).series
    planned = series.entries[1]
    assert isinstance(planned, Planned)
    assert (planned.title, planned.source, planned.label.text) == (
        "Be <em>ready</em>",
        "en/b.md",
        "Interlude",
    )


def test_planned_title_is_inline_html_and_makes_a_slug():
    """A planned title's ampersand is escaped for the page and gone from the slug."""
    (series,) = ordered([], make_manifest("job", "planned: Q & A")).series
    assert (series.entries[0].title, series.entries[0].slug) == ("Q &amp; A", "q-&-a")
    assert series.has_planned
    assert series.parts == ()


def test_labels_given_by_parts_take_no_number():
    """A part with a label of its own does not count."""
    posts = [make_post("a", "job", number=1), make_post("b", "job", number=2, label="Interlude")]
    posts.append(make_post("c", "job", number=3))
    (series,) = ordered(posts).series
    assert [entry.label.text for entry in series.entries] == ["I", "Interlude", "II"]
    assert series.numbered == 2


def test_post_may_stand_in_several_series():
    """A post has a place in each series that it claims or that lists it."""
    post = make_post("a", "job", "letters")
    found = ordered([post], make_manifest("best", "a"))
    assert [(series.slug, series.entries[0].post) for series in found.series] == [
        ("best", post),
        ("job", post),
        ("letters", post),
    ]
    assert found.problems == ()


def test_translations_keep_to_their_language():
    """Each language has its own series; one without a manifest follows that of the site's language."""
    posts = [
        make_post("a", "job"),
        make_post("b", "job"),
        make_post("b", "job", lang="de"),
        make_post("a", "job", lang="de", visibility=Visibility.DRAFT),
    ]
    found = ordered(posts, make_manifest("job", "b", "planned: C", "a"))
    german, english = found.series
    assert (german.lang, slugs(german)) == ("de", ["b", "(a)"])
    assert (english.lang, slugs(english)) == ("en", ["b", "(c)", "a"])
    assert found.problems == ()


def test_language_may_have_its_own_manifest():
    """A manifest in the language of the parts goes before that of the site."""
    posts = [make_post("a", "job", lang=lang) for lang in ("en", "de")]
    german, english = ordered(
        posts, make_manifest("job", "a"), make_manifest("job", "a", "planned: Ende", lang="de", title="Beruf")
    ).series
    assert (german.title, slugs(german)) == ("Beruf", ["a", "(ende)"])
    assert (english.title, slugs(english)) == ("How Did I Get There?", ["a"])


@pytest.mark.parametrize("listed", [True, False])
def test_language_with_nothing_to_read_makes_no_series(listed):
    """A hidden translation alone makes no empty landing page in its language."""
    posts = [make_post("a", "job"), make_post("a", "job", lang="de", visibility=Visibility.HIDDEN)]
    manifest = make_manifest("job", "a") if listed else make_manifest("job", listed=False)
    assert [series.lang for series in ordered(posts, manifest).series] == ["en"]


def test_described_series_without_parts_is_there():
    """A manifest makes a landing page before the first part is written."""
    (series,) = ordered([], make_manifest("job")).series
    assert series.entries == ()


def test_of_two_posts_with_one_slug_the_listed_is_the_one_that_claims():
    """A slug in a list means the post that claims the series, where two posts have it."""
    posts = [make_post("a", folder="blog"), make_post("a", "job", folder="job")]
    found = ordered(posts, make_manifest("job", "a"))
    assert found.series[0].parts[0].post is posts[1]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("posts", "manifests", "problem", "mend"),
    [
        (
            [make_post("networking", "job")],
            [make_manifest("job", "networking", "netwroking")],
            ("series/job-en.md", 4, "A listed part does not exist.", "netwroking"),
            'Correct it: the nearest is "networking", or announce it with "planned: A title".',
        ),
        (
            [],
            [make_manifest("job", "a")],
            ("series/job-en.md", 3, "A listed part does not exist.", "a"),
            'Write the part, or announce it with "planned: A title".',
        ),
        (
            [make_post("a", "job"), make_post("b", "Job")],
            [make_manifest("job", "a")],
            (
                "en/b.md",
                0,
                "The part claims the series but is not listed in series/job-en.md.",
                "Series: Job",
            ),
            'Add "b" to the list, or take the "Series" line out of the part.',
        ),
        (
            [make_post("a", "job", number=2), make_post("b", "job", number=2, date=day(1))],
            [],
            ("en/b.md", 0, 'Two parts of "job" have one number; the other is en/a.md.', "Part: 2"),
            "Give one of them another number, or list the parts in a manifest.",
        ),
        (
            [
                make_post("a", "job", number=1.5),
                make_post("b", "job", number=1.5, visibility=Visibility.DRAFT),
            ],
            [],
            ("en/b.md", 0, 'Two parts of "job" have one number; the other is en/a.md.', "Part: 1.5"),
            "Give one of them another number, or list the parts in a manifest.",
        ),
        (
            [],
            [make_manifest("job", source="series/a.md"), make_manifest("job", source="series/b.md")],
            ("series/b.md", 0, "Two manifests describe one series; the other is series/a.md.", "job"),
            "Give one of them another Slug or Lang, or delete it.",
        ),
        (
            [make_post("a", Claim("c", "C++")), make_post("b", Claim("c", "C#"))],
            [],
            ("en/b.md", 0, 'Two names make one series, "c"; en/a.md has the other.', "C#"),
            'Write the same name in both, or "Series: c".',
        ),
    ],
)
def test_wrong_series_is_one_clear_problem(posts, manifests, problem, mend):
    """What is wrong is told once, with its place, its value and what to do."""
    found = ordered(posts, *manifests)
    assert told(found.problems) == [problem]
    assert found.problems[0].mend == mend


def test_hidden_post_may_claim_a_series_that_does_not_list_it():
    """A hidden post is listed nowhere, and so need not be in the list."""
    posts = [make_post("a", "job"), make_post("b", "job", visibility=Visibility.HIDDEN)]
    assert ordered(posts, make_manifest("job", "a")).problems == ()


@pytest.mark.parametrize("names", [("Rust", "rust"), ("My  Job ", "my job"), ("c", "C++"), ("C++", "c")])
def test_names_that_differ_in_case_space_or_are_the_slug_are_one(names):
    """The slug itself, another case or other spaces name the same series."""
    slug = {"Rust": "rust", "My  Job ": "my-job"}.get(names[0], "c")
    posts = [make_post(chr(97 + index), Claim(slug, name)) for index, name in enumerate(names)]
    found = ordered(posts)
    assert found.problems == ()
    assert len(found.series) == 1


def test_listed_twice_is_there_once():
    """A part that a list names twice (which its manifest tells) has one place."""
    assert slugs(ordered([make_post("a")], make_manifest("job", "a", "a")).series[0]) == ["a"]


def test_number_beside_a_list_is_a_warning():
    """A number that the list overrules is told and harms nothing."""
    found = ordered([make_post("a", "job", number=2)], make_manifest("job", "a"))
    assert found.problems == ()
    assert told(found.warnings) == [
        ("en/a.md", 0, "The number has no effect: series/job-en.md lists the parts in order.", "Part: 2")
    ]


def test_number_that_others_lack_is_a_warning():
    """A part without a number among numbered ones is told where it ends up."""
    found = ordered([make_post("a", "job", number=1), make_post("b", "job")])
    assert told(found.warnings) == [
        ("en/b.md", 0, 'Other parts of "job" have a number and this one has none: it comes after them.', "")
    ]


def test_order_against_the_dates_is_a_warning():
    """A part that is older than the one before it may be a mistake."""
    found = ordered(
        [make_post("a", date=day(3)), make_post("b", date=day(1))], make_manifest("job", "a", "b")
    )
    assert found.problems == ()
    assert told(found.warnings) == [
        (
            "en/b.md",
            0,
            'The order of "job" contradicts the dates: the part before it, en/a.md, is younger.',
            "2010-05-05, after 2010-05-07",
        )
    ]


def test_complete_series_that_announces_parts_is_a_warning():
    """A series cannot be complete and go on."""
    found = ordered([], make_manifest("job", "planned: B", status=Status.COMPLETE))
    assert told(found.warnings) == [
        ("series/job-en.md", 0, "The series is complete and still announces parts.", "Status: complete")
    ]


def test_part_that_is_written_and_announced_is_a_warning():
    """A line that was forgotten when the part was written makes two parts of one."""
    found = ordered([make_post("a", title="The End")], make_manifest("job", "a", "planned: The end"))
    assert slugs(found.series[0]) == ["a", "(the-end)"]
    assert told(found.warnings) == [
        (
            "series/job-en.md",
            4,
            "A part of this title is announced, and another is written: en/a.md.",
            "planned: The end",
        )
    ]


@given(sites(), st.randoms(use_true_random=False))
@settings(PROPERTY, max_examples=60)
def test_order_does_not_depend_on_the_order_of_files(site, random):
    """The same files give the same series, in whatever order they are found."""
    posts, manifests = site
    found = ordered(posts, *manifests)
    posts, manifests = [*posts], [*manifests]
    random.shuffle(posts)
    random.shuffle(manifests)
    again = ordered(posts, *manifests)
    assert again.series == found.series
    assert sorted(map(str, again.problems)) == sorted(map(str, found.problems))


@given(sites())
@settings(PROPERTY, max_examples=60)
def test_each_published_claim_has_one_place_or_one_problem(site):
    """No published part is lost: it stands once in each series it claims, or a problem names it."""
    posts, manifests = site
    found = ordered(posts, *manifests)
    by_key = {series.key: series for series in found.series}
    accused = {problem.where.file for problem in found.problems}
    for post in posts:
        if post.visibility is not Visibility.PUBLISHED:
            continue
        for claim in post.claims:
            series = by_key.get((claim.slug, post.lang))
            places = sum(part.post == post for part in series.parts) if series else 0
            assert places == 1 or (places == 0 and post.source in accused)


@given(sites())
@settings(PROPERTY, max_examples=60)
def test_ranks_numbers_and_languages_are_in_order(site):
    """Ranks count from 1, numbers count from 1 without a gap, and a series has one language."""
    for series in ordered(site[0], *site[1]).series:
        assert [entry.rank for entry in series.entries] == list(range(1, len(series.entries) + 1))
        numbers = [e.label.number for e in series.entries if e.label.number is not None]
        assert numbers == list(range(1, series.numbered + 1))
        assert {part.post.lang for part in series.parts} <= {series.lang}
        assert all(part.post.visibility is Visibility.PUBLISHED for part in series.parts)
