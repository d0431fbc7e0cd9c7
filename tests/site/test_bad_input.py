"""What bad input gets: one clear error each, all together, exit status 1, and the old output untouched."""

import subprocess
import sys
from pathlib import Path

import pytest

from partwork.errors import ContentError, PartworkError
from partwork.theme import THEME
from tests.site.folder import NOW, SiteFolder, at, words

MANIFEST = "Title: On Waiting\nStatus: ongoing\nParts: one\n    two\n"
RST = "Uno\n###\n\n:date: 2026-01-03\n:slug: uno\n\nx\n"
PUBLISHED = "published: 2026-01-02T10:00:00+00:00"


def told(site: SiteFolder, **settings: object) -> list[str]:
    """Return what a build of the site complains of: place and what, one a problem."""
    with pytest.raises(ContentError) as error:
        site.build(**settings)
    return [f"{problem.where}: {problem.what}" for problem in error.value.problems]


def mends(site: SiteFolder, **settings: object) -> str:
    """Return the whole complaint."""
    with pytest.raises(ContentError) as error:
        site.build(**settings)
    return str(error.value)


def responses(text: str) -> dict[str, str]:
    """Return a responses file of the post ``one``."""
    return {"one.responses.yaml": text}


CASES = {
    "a listed part does not exist": (
        {"series/w.md": MANIFEST.replace("two", "tow")},
        "series/w.md:4: A listed part does not exist.",
        'the nearest is "two"',
    ),
    "a part is listed twice": (
        {"series/w.md": MANIFEST + "    one\n"},
        "series/w.md:5: This part is listed twice, first in line 3.",
        "Take one of the two lines out.",
    ),
    "a part claims a series and is not listed": (
        {"series/w.md": MANIFEST, "three.md": "Title: Three\nDate: 2026-01-01\nSeries: w\n\nx"},
        "three.md:3: The part claims the series but is not listed in series/w.md.",
        'Add "three" to the list',
    ),
    "two parts have one number": (
        {
            "a.md": "Title: A\nDate: 2026-01-01\nSeries: n\nPart: 2\n\nx",
            "b.md": "Title: B\nDate: 2026-01-02\nSeries: n\nPart: 2\n\nx",
        },
        'b.md:4: Two parts of "n" have one number; the other is a.md.',
        "Give one of them another number",
    ),
    "an unknown status": (
        {"series/w.md": MANIFEST.replace("ongoing", "ongoign")},
        "series/w.md:2: Unknown status.",
        "Write ongoing, complete or paused",
    ),
    "a status that only posts have": (
        {"series/w.md": MANIFEST.replace("ongoing", "skip")},
        "series/w.md:2: Unknown status.",
        "Write ongoing, complete or paused",
    ),
    "a cover of too long a name": (
        {"series/w.md": f"Title: W\nCover: {'é' * 200}\n"},
        "series/w.md:2: The cover does not exist.",
        "Write the path of a picture",
    ),
    "a picture of too long a name": (
        {"a.md": f"Title: A\nDate: 2026-01-01\n\n![a]({{static}}/images/{'x' * 300})"},
        "a.md:4: A linked file does not exist.",
        "Correct the link",
    ),
    "an unknown numbering": (
        {"series/w.md": MANIFEST.replace("Status: ongoing", "Numbering: romn")},
        "series/w.md:2: Unknown numbering.",
        'the nearest is "roman"',
    ),
    "a key that a manifest does not have": (
        {"series/w.md": "Title: W\nPartz: one\n"},
        "series/w.md:2: A manifest has no such key.",
        'the nearest is "parts"',
    ),
    "a list that is not indented enough": (
        {"series/w.md": "Title: W\nParts:\n  one\n"},
        "series/w.md:3: This line belongs to no key of the header.",
        "Indent it by four spaces",
    ),
    "a manifest without a title": (
        {"series/w.md": "Status: ongoing\n"},
        "series/w.md:1: The manifest has no title.",
        'Begin the file with "Title: ..."',
    ),
    "a manifest that is not UTF-8": (
        {"series/w.md": b"Title: W\nSummary: caf\xe9\n"},
        "series/w.md:2: The file is not UTF-8.",
        "Save it as UTF-8.",
    ),
    "a cover that is not there": (
        {"series/w.md": "Title: W\nCover: images/none.jpg\n"},
        "series/w.md:2: The cover does not exist.",
        "Write the path of a picture",
    ),
    "a cover that is not in the content": (
        {"series/w.md": "Title: W\nCover: /etc/hostname\n"},
        "series/w.md:2: The cover does not exist.",
        "Write the path of a picture",
    ),
    "a cover beside the content": (
        {"series/w.md": "Title: W\nCover: ../content/one.md\n"},
        "series/w.md:2: The cover does not exist.",
        "Write the path of a picture",
    ),
    "a post with a template that is not there": (
        {"a.md": "Title: A\nDate: 2026-01-01\nTemplate: artcle\n\nx"},
        "a.md:3: The template does not exist.",
        "Write the name of a template of the theme",
    ),
    "a number that is none": (
        {"a.md": "Title: A\nDate: 2026-01-01\nSeries: n\nPart: second\n\nx"},
        "a.md:4: The number of a part is not a number.",
        'as in "Part: 2"',
    ),
    "a series whose name makes no slug": (
        {"a.md": "Title: A\nDate: 2026-01-01\nSeries: ???\n\nx"},
        "a.md:3: No address can be made of this name of a series.",
        "Give the series a manifest",
    ),
    "two names that make one series": (
        {
            "a.md": "Title: A\nDate: 2026-01-01\nSeries: C & Co\n\nx",
            "b.md": "Title: B\nDate: 2026-01-02\nSeries: C++ & Co\n\nx",
        },
        'b.md:3: Two names make one series, "c-co"; a.md has the other.',
        "Write the same name in both",
    ),
    "a link to a part that does not exist": (
        {"a.md": "Title: A\nDate: 2026-01-01\n\nLine.\n\n[x]({part}w/nowhere)\n", "series/w.md": MANIFEST},
        "a.md:6: A link to a part that does not exist.",
        "Write {part}slug within a series",
    ),
    "responses that are not YAML": (
        responses("responses:\n- id: 1\n  name: 'open\n"),
        "one.responses.yaml:4: The file is not YAML.",
        "Quote the value",
    ),
    "responses with an unknown key": (
        responses(f"responses:\n- id: 1\n  {PUBLISHED}\n  html: x\n  nmae: A\n"),
        "one.responses.yaml:5 at $.responses[0].nmae: There is no such key.",
        'the nearest is "name"',
    ),
    "responses with an e-mail address": (
        responses(f"responses:\n- id: 1\n  {PUBLISHED}\n  html: x\n  email: a@b.example\n"),
        "one.responses.yaml:5 at $.responses[0].email: There is no such key.",
        "Take it out",
    ),
    "responses with a bad date": (
        responses("responses:\n- id: 1\n  published: yesterday\n  html: x\n"),
        "one.responses.yaml:3 at $.responses[0].published: Invalid RFC3339 encoded datetime.",
        "Write a date with time and offset",
    ),
    "responses with two equal ids": (
        responses(f"responses:\n- id: 1\n  {PUBLISHED}\n  html: x\n- id: 1\n  {PUBLISHED}\n  html: y\n"),
        (
            "one.responses.yaml:5 at $.responses[1].id: Two responses have the id 1;"
            " the other is $.responses[0]."
        ),
        "an id of its own",
    ),
    "a reply to itself": (
        responses(f"responses:\n- id: 1\n  {PUBLISHED}\n  reply_to: 1\n  html: x\n"),
        "one.responses.yaml:4 at $.responses[0].reply_to: The response is a reply to itself.",
        "Name the response it answers.",
    ),
    "a manifest whose name makes no address": (
        {"series/w.md": MANIFEST, "series/!.md": "Title: !\n"},
        "series/!.md: No address can be made of the name of this series.",
        'Write a line "Slug: ..."',
    ),
    "a thread for a post that does not exist": (
        {"nobody.responses.yaml": "comments: closed\n"},
        "nobody.responses.yaml: A thread for a post that does not exist.",
        "Name the file after its post",
    ),
    "a thread under another name": (
        {"one.Response.YML": "comments: closed\n"},
        "one.Response.YML: A thread under a name that is not read.",
        "Name the file one.responses.yaml.",
    ),
    "a post that is not UTF-8": (
        {"latin.md": "Title: Café\nDate: 2026-01-01\n\nx".encode("latin-1")},
        "latin.md:1: The file is not UTF-8.",
        "Save it as UTF-8.",
    ),
    "a post without a title": (
        {"a.md": "Date: 2026-01-01\n\nx"},
        "a.md:1: The file has no title.",
        'Write a line like "Title:',
    ),
    "a post without a date": ({"a.md": "Title: A\n\nx"}, "a.md:1: The file has no date.", 'like "Date:'),
    "a post with a bad date": (
        {"a.md": "Title: A\nDate: the day before\n\nx"},
        "a.md:2: The date cannot be read.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "a post with an empty date": (
        {"a.md": "Title: A\nDate:\n\nx"},
        "a.md:2: The date cannot be read.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "a post with an unknown status": (
        {"a.md": "Title: A\nDate: 2026-01-01\nStatus: publishd\n\nx"},
        "a.md:3: Unknown status.",
        "Write published, hidden, draft or skip",
    ),
    "a post with an empty title": (
        {"a.md": "Title:\nSlug: a\nDate: 2026-01-01\n\nx"},
        "a.md:1: The file has no title.",
        'Write a line like "Title:',
    ),
    "a post with two lines of title": (
        {"a.md": "Title: A\n    B\nDate: 2026-01-01\n\nx"},
        "a.md:1: There is more than one title.",
        "Write it in one line.",
    ),
    "a post with two lines of what is one": (
        {"a.md": "Title: A\nTranslation: true\n    yes\nDate: 2026-01-01\n\nx"},
        "a.md:2: There is more than one translation.",
        "Write it in one line.",
    ),
    "a key that would take the place of what Pelican does": (
        {"a.md": "Title: A\nDate: 2026-01-01\nGet_content: yes\n\nx"},
        'a.md:3: Pelican keeps the key "get_content" for itself.',
        "Give it another name.",
    ),
    "a key that Pelican cannot take": (
        {"a.md": "Title: A\nDate: 2026-01-01\nContent: draft 2\n\nx"},
        'a.md:3: Pelican keeps the key "content" for itself.',
        "Give it another name.",
    ),
    "a language that is none": (
        {"a.md": 'Title: A\nDate: 2026-01-01\nLang: "><script>\n\nx'},
        "a.md:3: This is not the code of a language.",
        'Write it as in "Lang: de".',
    ),
    "a page with a template that is not there": (
        {"pages/p.md": "Title: A\nTemplate: nowhere\n\nx"},
        "pages/p.md:2: The template does not exist.",
        "Write the name of a template of the theme",
    ),
    "a manifest with a template that is not there": (
        {"series/w.md": MANIFEST.replace("Status: ongoing", "Template: nowhere")},
        "series/w.md:2: The template does not exist.",
        "Write the name of a template of the theme",
    ),
    "a time zone that is not there": (
        {"a.md": "Title: A\nDate: 2026-01-01\nTimezone: Mars\n\nx"},
        "a.md:3: There is no such time zone.",
        "Europe/London",
    ),
    "a date of the first year": (
        {"a.md": "Title: A\nDate: 0001-01-01 00:00+14:00\n\nx"},
        "a.md:2: The date is out of range.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "a date that is four days from Greenwich": (
        {"a.md": "Title: A\nDate: 2026-01-01\nModified: 2026-01-01T00:00:00+99:00\n\nx"},
        "a.md:3: The date is out of range.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "a number that is no date": (
        {"a.md": f"Title: A\nDate: {'9' * 30}\n\nx"},
        "a.md:2: The date cannot be read.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "a month that is no date": (
        {"a.md": "Title: A\nDate: May 2010\n\nx"},
        "a.md:2: The date is not whole: what it leaves out would be that of the day of the build.",
        'as in "Date: 2026-03-02 09:30"',
    ),
    "more numbers than series": (
        {"a.md": "Title: A\nDate: 2026-01-01\nSeries: n\nPart: 1; 2\n\nx"},
        "a.md:4: There are more numbers than series.",
        "Write one number for each series",
    ),
    "a page without a title": (
        {"pages/p.md": "Slug: p\n\nx"},
        "pages/p.md:1: The file has no title.",
        "Title:",
    ),
    "an empty post": ({"a.md": ""}, "a.md:1: The file has no date.", "Date:"),
    "two posts in one file": (
        {"a.md": "Title: A\nSlug: one\nDate: 2026-01-01\n\nx"},
        "one.md:2: Two files would be written to one place; the other is a.md.",
        "another Slug.",
    ),
    "a post in the place of a list": (
        {"a.md": "Title: A\nSlug: index\nDate: 2026-01-01\n\nx"},
        "a.md:2: Two files would be written to one place; the other is the page index.",
        "another Slug or INDEX_SAVE_AS.",
    ),
    "a post in the place of the page for lost readers": (
        {"a.md": "Title: 404\nDate: 2026-01-01\n\nx"},
        'a.md: Two files would be written to one place; the other is PARTWORK["not_found"].',
        'another Slug or PARTWORK["not_found"].',
    ),
    "a series in the place of the list of series": (
        {"series/index.md": "Title: Index\n"},
        "the list of all series: Two files would be written to one place; the other is series/index.md.",
        'another PARTWORK["series_index_save_as"] or Slug.',
    ),
    "a page in the place of a feed": (
        {"pages/p.md": "Title: P\nSave_as: feeds/all.atom.xml\n\nx"},
        "pages/p.md:2: Two files would be written to one place; the other is the feed FEED_ALL_ATOM.",
        "another Save_as or FEED_ALL_ATOM.",
    ),
    "two ways to write one path": (
        {"pages/p.md": "Title: P\nSave_as: ./x//y/../one.html\n\nx"},
        "pages/p.md:2: The path leads out of the folder.",
        'Write another "Save_as".',
    ),
    "a page in the place of a post, by another way": (
        {"pages/p.md": "Title: P\nSave_as: .//one.html\n\nx"},
        "pages/p.md:2: Two files would be written to one place; the other is one.md.",
        "another Save_as or Slug.",
    ),
    "a file where a folder must be": (
        {"a.md": "Title: A\nSlug: a\nSave_as: feeds\nDate: 2026-01-01\n\nx"},
        "the feed FEED_ALL_ATOM: A file would stand where a folder must be; the other is a.md.",
        "another FEED_ALL_ATOM or Save_as.",
    ),
    "a static file in the place of a page": (
        {"images/a.png": "x", "a.md": "Title: A\nSave_as: images/a.png\nDate: 2026-01-01\n\nx"},
        "images/a.png: Two files would be written to one place; the other is a.md.",
        "name of the file or Save_as",
    ),
    "a slug beside the output": (
        {"a.md": "Title: A\nSlug: ../output-2/a\nDate: 2026-01-01\n\nx"},
        "a.md:2: The path leads out of the folder.",
        'Write another "Slug".',
    ),
    "a slug above the output": (
        {"a.md": "Title: A\nSlug: ../../a\nDate: 2026-01-01\n\nx"},
        "a.md:2: The path leads out of the folder.",
        'Write another "Slug".',
    ),
    "a slug that cannot be seen": (
        {"a.md": "Title: A\nSlug: a\0b\nDate: 2026-01-01\n\nx"},
        "a.md:2: The path has a sign that no file name should have.",
        'Write another "Slug".',
    ),
    "a title that makes too long a name": (
        {"a.md": f"Title: {'word ' * 60}\nDate: 2026-01-01\n\nx"},
        "a.md:1: A name in the path is longer than file systems take.",
        'Write another "Slug".',
    ),
    "a title that makes no address": (
        {"a.md": "Title: 🎉\nDate: 2026-01-01\n\nx"},
        "a.md:1: No address can be made of this title.",
        'Write a line "Slug: ..."',
    ),
    "a slug that breaks a link": (
        {"a.md": 'Title: A\nSlug: a "b"\nDate: 2026-01-01\n\nx'},
        "a.md:2: The address has a space, a quote or another sign that no address may have.",
        "Write it without.",
    ),
    "a slug that leads elsewhere": (
        {"a.md": "Title: A\nSlug: c#\nDate: 2026-01-01\n\nx"},
        'a.md:2: The address has a "#", "?" or "%", and would lead elsewhere.',
        "Write it without.",
    ),
    "a post that is written nowhere": (
        {"a.md": "Title: A\nSave_as:\nDate: 2026-01-01\n\nx"},
        "a.md:2: The page would be written nowhere.",
        "Take the line out.",
    ),
    "one thread for two posts": (
        {
            "one.rst": "Uno\n###\n\n:date: 2026-01-03\n:slug: uno\n\nx\n",
            "one.responses.yaml": "pings: closed\n",
        },
        "one.responses.yaml: One thread for several posts.",
        "Rename all but one.",
    ),
    "a picture that is not there": (
        {"a.md": "Title: A\nDate: 2026-01-01\n\n![a]({static}/images/none.png)"},
        "a.md:4: A linked file does not exist.",
        "Correct the link",
    ),
    "an ending in capitals": (
        {"a.MD": "Title: A\nDate: 2026-01-01\n\nx"},
        "a.MD: A file with this ending is not read.",
        'Write ".md".',
    ),
}


@pytest.mark.parametrize(("files", "expected", "mend"), CASES.values(), ids=CASES)
def test_bad_content_is_told_with_its_place(site, files, expected, mend):
    """Each fault is told once, with file and line, and with what to do."""
    site.post("one", Series="w" if "series/w.md" in files else "")
    site.post("two", Date="2026-01-02", Series="w" if "series/w.md" in files and "two" in str(files) else "")
    site.write(files)
    problems = told(site)
    assert expected in problems
    assert problems.count(expected) == 1
    assert mend in mends(site)


def test_all_that_is_wrong_with_a_header_is_told_together(site):
    """A file with four faults in its header tells four; a post that is skipped tells none."""
    header = "Title:\nDate: 0001-01-01\nLang: x y\nTemplate: nowhere\n"
    site.write({"a.md": f"{header}\nx", "b.md": f"{header}STATUS: Skip\n\nx"})
    assert told(site) == [
        "a.md:1: The file has no title.",
        "a.md:2: The date is out of range.",
        "a.md:3: This is not the code of a language.",
        "a.md:4: The template does not exist.",
    ]


@pytest.mark.parametrize("status", ["Published", "HIDDEN", "Draft"])
def test_a_status_is_read_in_any_case(site, status):
    """Capitals make no other status."""
    site.post("one", Status=status).build()
    assert (site.output / "drafts/one.html").is_file() == (status == "Draft")


def test_a_page_may_take_the_place_of_a_list_by_name(site):
    """A front page and a page for lost readers are had by naming their files, as Pelican's manual says."""
    site.post("one").write(
        {
            "pages/home.md": "Title: Home\nSave_as: index.html\nURL:\n\nWelcome.",
            "pages/lost.md": "Title: Lost\nStatus: hidden\nSave_as: 404.html\n\nWhere?",
        }
    )
    site.build()
    assert "Welcome." in site.text("index.html")
    assert "Where?" in site.text("404.html")


def test_posts_of_one_name_have_feeds_by_their_dates(site):
    """Where addresses have dates in them, slugs come again, and comment feeds must differ as well."""
    said = f"responses:\n- id: 1\n  {PUBLISHED}\n  html: x\n"
    site.post("2010/a", Date="2010-01-01").post("2011/a", Date="2011-01-01")
    site.write({"2010/a.responses.yaml": said, "2011/a.responses.yaml": said})
    dated = {"ARTICLE_SAVE_AS": "{date:%Y}/{slug}.html", "ARTICLE_URL": "{date:%Y}/{slug}.html"}
    assert told(site, **dated) == [
        (
            "the comments on 2011/a.md: Two files would be written to one place;"
            " the other is the comments on 2010/a.md."
        )
    ]
    site.build(**dated, PARTWORK={"comment_feed": "feeds/{date:%Y}/{slug}.xml"})
    assert {"feeds/2010/a.xml", "feeds/2011/a.xml"} <= site.files().keys()


def test_a_post_in_the_place_of_an_archive_is_told(site):
    """A year has a page, where the settings say so."""
    site.post("one", Slug="2026/index")
    assert told(site, YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html") == [
        "one.md:2: Two files would be written to one place; the other is the archive of 2026."
    ]


def test_a_feed_outside_the_output_is_told(site):
    """Settings of Pelican's own are looked at, too."""
    site.post("one")
    assert told(site, FEED_ALL_ATOM="../feed") == [
        "the feed FEED_ALL_ATOM: The path leads out of the folder."
    ]


def test_an_own_robots_file_is_not_lost(site):
    """Pelican would keep partwork's, which is newer; the author is told how to keep the own one."""
    site.post("one").write({"extra/robots.txt": "User-agent: *\nDisallow: /\n"})
    own = {"STATIC_PATHS": ["extra"], "EXTRA_PATH_METADATA": {"extra/robots.txt": {"path": "robots.txt"}}}
    assert told(site, **own) == [
        'extra/robots.txt: Two files would be written to one place; the other is PARTWORK["robots"].'
    ]
    site.build(**own, PARTWORK={"robots": ""})
    assert "Disallow: /\n" in site.text("robots.txt")


def test_responses_are_never_copied(site):
    """A site that copies its whole content does not publish what was said as it came."""
    site.post("one").write(responses(f"responses:\n- id: 1\n  {PUBLISHED}\n  html: <script>\n"))
    site.build(STATIC_PATHS=[""])
    assert not [name for name in site.files() if name.endswith(".yaml")]


def test_two_posts_may_differ_in_their_ending_alone(site):
    """One in Markdown and one in reStructuredText are two posts, while nothing is said about them."""
    site.post("one").write({"one.rst": RST}).build()
    assert {"one.html", "uno.html"} <= site.files().keys()


def test_settings_are_told_with_the_nearest(site):
    """An unknown key, a wrong type and an unknown service are told together."""
    site.post("one")
    text = mends(site, PARTWORK={"shaer": [], "thread_depth": "deep", "share": ["mastodn"]})
    assert 'PARTWORK["shaer"]: There is no such setting.' in text
    assert 'the nearest is "share"' in text
    assert 'PARTWORK["thread_depth"]: Expected `int`, got `str`.' in text
    assert 'the nearest is "mastodon"' in text
    assert "PARTWORK is not a dictionary." in mends(site, PARTWORK="no")


def test_a_relative_address_cannot_be_published(site):
    """At home it is a warning; when publishing it stops the build."""
    site.post("one")
    for address in ("", "/essays", "patience.example"):
        (problem,) = told(site, SITEURL=address, PARTWORK={"publishing": True})
        assert "SITEURL is not an absolute address" in problem
    assert any("RELATIVE_URLS is for looking at a site at home" in line for line in told(
        site, RELATIVE_URLS=True, PARTWORK={"publishing": True}
    ))  # fmt: skip
    site.build(SITEURL="")
    assert not site.page("one.html").select(".share, link[rel=canonical]")


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///x",
        "http://[::1",
        "https://a b.example",
        "https://a.example?x=1",
        "https://a.example/#x",
        "//a.example",
        "ftp://a.example",
        "https://me:secret@a.example",
        "https://a.example:99999",
        'https://a.example/"><script>',
        " https://a.example",
    ],
)
def test_what_is_no_address_of_a_site_is_told(site, url):
    """It would break every link; it is an error at home as well."""
    site.post("one")
    (problem,) = told(site, SITEURL=url)
    assert problem.endswith(": SITEURL is not the address of a site.")


@pytest.mark.parametrize(
    "url", ["HTTPS://A.example", "http://localhost:8000/sub/", "https://ünïcode.example"]
)
def test_what_is_an_address_of_a_site_is_taken(site, url):
    """In capitals, with a port and a folder, in any script."""
    site.post("one").build(SITEURL=url)
    assert site.page("one.html").find("link", rel="canonical")["href"].endswith("/one.html")


@pytest.mark.parametrize("zone", [None, 5, "", "Mars", "../etc/passwd", "UTC\0", ["Europe/London"]])
def test_what_is_no_time_zone_is_told(site, zone):
    """Whatever it is, the build says so and what to write."""
    site.post("one")
    with pytest.raises(PartworkError, match="there is no such time zone"):
        site.build(TIMEZONE=zone)


@pytest.mark.parametrize("written", [None, 5, "%d %", ["%d"]])
def test_a_format_of_dates_that_is_none_is_told_once(site, written):
    """No post is blamed for it."""
    site.post("one").post("two")
    with pytest.raises(PartworkError, match="no date can be written so"):
        site.build(DEFAULT_DATE_FORMAT=written)


def test_a_format_of_dates_may_name_its_locale(site):
    """Pelican takes a pair of both."""
    site.post("one").build(DEFAULT_DATE_FORMAT=("C", "%d/%m/%Y"))
    assert words(site.page("one.html").select_one(".dt-published")) == "01/01/2026"


def test_an_authors_name_is_text(site):
    """A name with signs of HTML in it changes no page."""
    site.post("one", Author="Ann <script>alert(1)</script> & Bob").build()
    author = site.page("one.html").select_one(".p-author")
    assert words(author) == "Ann <script>alert(1)</script> & Bob"


def test_a_language_of_the_site_that_is_none_is_told(site):
    """It stands in the first tag of every page."""
    site.post("one")
    assert told(site, DEFAULT_LANG='"><b>') == ["DEFAULT_LANG: This is not the code of a language."]


def test_everything_wrong_is_told_in_one_run(site):
    """Problems of settings, manifests, posts, links and responses come together."""
    files = {name: text for case in CASES.values() for name, text in case[0].items() if name != "a.md"}
    files["series/w.md"] = MANIFEST.replace("ongoing", "ongoign")
    site.post("one").post("two").write(files)
    problems = told(site, PARTWORK={"shaer": []})
    places = {problem.split(":")[0].split(" ")[0] for problem in problems}
    assert {
        'PARTWORK["shaer"]',
        "series/w.md",
        "latin.md",
        "nobody.responses.yaml",
        "one.responses.yaml",
        "pages/p.md",
    } <= places


def test_a_broken_part_is_told_once(site):
    """A listed part whose file is broken is not also told to be missing, nor its thread to be lost."""
    site.write(
        {
            "series/w.md": MANIFEST,
            "one.md": b"Title: On\xe9\nDate: 2026-01-01\n\nx",
            "one.responses.yaml": "comments: closed\n",
        }
    )
    assert told(site.post("two", Series="w")) == ["one.md:1: The file is not UTF-8."]


def test_a_part_without_a_date_has_no_consequences(site):
    """What lists it and what links to it is not at fault, whatever its file is called."""
    site.write({"series/w.md": MANIFEST, "first.md": "Title: One\nSlug: one\nSeries: w\n\nx"})
    site.post("two", "After [one]({part}one) and [one]({part}w/one).", Series="w")
    assert told(site) == ["first.md:1: The file has no date."]


def test_links_to_nowhere_are_told_once_and_together(site):
    """A post, a manifest, responses and a picture that are gone are told as what they are."""
    site.post("one")
    names = ["gone.md", "series/w.md", "one.responses.yaml", "images/a.png"]
    for name in names:
        (site.content / name).parent.mkdir(exist_ok=True)
        (site.content / name).symlink_to("nowhere")
    assert told(site) == [f"{name}: This link leads nowhere." for name in sorted(names)]


def test_folders_without_end_are_told_and_nothing_else(site):
    """Pelican would read each post forty times; nothing is said of what follows from that."""
    site.post("one")
    (site.content / "loop").symlink_to(site.content)
    assert told(site) == ["loop: This link leads back to a folder it lies in."]


def test_a_file_that_is_being_edited_is_no_mistake(site):
    """Emacs lays a link to nowhere beside a post, a manifest or responses while it edits them."""
    site.post("one", Series="w").write({"series/w.md": "Title: W\nParts: one\n"})
    for name in (".#one.md", ".#one.responses.yaml", "series/.#w.md"):
        (site.content / name).symlink_to("author@home.1:2")
    site.build()


def test_an_output_inside_the_content_is_told_before_it_does_harm(site):
    """The next build would take the pages for posts; a folder that holds no posts is all right."""
    site.post("posts/one")
    for output in (site.content, site.content / "output"):
        assert told(site, OUTPUT_PATH=str(output)) == [
            "OUTPUT_PATH: The output folder lies in the content: the next build would read it as posts."
        ]
    output = site.content / "output"
    site.build(OUTPUT_PATH=str(output), ARTICLE_PATHS=["posts"])
    site.build(OUTPUT_PATH=str(output), ARTICLE_PATHS=["posts"])
    assert (output / "one.html").is_file()


def test_a_failed_build_leaves_the_output_as_it_was(site):
    """Not a byte and not a time of the last good output changes, whatever stage fails."""
    site.post("one").build()
    before = {
        path: (path.stat().st_mtime_ns, path.read_bytes())
        for path in site.output.rglob("*")
        if path.is_file()
    }
    site.write({"bad.md": "Date: 2026-01-01\n\nx"})
    told(site)
    (site.content / "bad.md").unlink()
    site.post("one", "Changed.")
    broken = site.root / "theme" / "templates"
    broken.mkdir(parents=True)
    (broken / "article.html").write_text("{{ undefined.attribute.of_nothing }}", encoding="utf-8")
    with pytest.raises(Exception, match="undefined"):
        site.build(THEME=str(broken.parent))
    after = {
        path: (path.stat().st_mtime_ns, path.read_bytes())
        for path in site.output.rglob("*")
        if path.is_file()
    }
    assert after == before


def test_an_unchanged_file_keeps_its_time(site):
    """What did not change is not written again; what is gone is removed, what is retained stays."""
    site.post("one").post("two").build()
    stamp = (site.output / "one.html").stat().st_mtime_ns
    (site.output / "foreign.html").write_text("old", encoding="utf-8")
    (site.output / "kept").mkdir()
    (site.output / "kept" / "file").write_text("kept", encoding="utf-8")
    (site.output / "empty").mkdir()
    site.build(OUTPUT_RETENTION=["kept"])
    assert (site.output / "one.html").stat().st_mtime_ns == stamp
    assert not (site.output / "foreign.html").exists()
    assert not (site.output / "empty").exists()
    assert (site.output / "kept" / "file").read_text(encoding="utf-8") == "kept"
    assert [path.name for path in site.root.iterdir() if path.name.startswith(".output")] == []


def test_a_folder_in_the_way_of_a_file_gives_way(site):
    """What was a folder may become a file, and the other way round."""
    site.post("one")
    (site.output / "one.html").mkdir(parents=True)
    (site.output / "one.html" / "index.html").write_text("old", encoding="utf-8")
    (site.output / "series").write_text("old", encoding="utf-8")
    site.post("two", Series="w").build()
    assert (site.output / "one.html").is_file()
    assert (site.output / "series" / "w.html").is_file()


def test_files_of_others_stay_where_the_output_is_not_to_be_deleted(site):
    """Without DELETE_OUTPUT_DIRECTORY a build removes nothing."""
    site.post("one")
    site.output.mkdir()
    (site.output / "foreign.html").write_text("mine", encoding="utf-8")
    site.build(DELETE_OUTPUT_DIRECTORY=False)
    assert (site.output / "foreign.html").is_file()


CONF = f"""\
SITENAME = "Patience"
SITEURL = "https://patience.example"
PATH = "content"
THEME = {THEME!r}
PLUGINS = ["partwork"]
PARTWORK = {{
    "thread_depht": 3,
}}
"""


RIGHT_CONF = CONF.replace("thread_depht", "thread_depth")


@pytest.mark.parametrize(
    "command", [["pelican"], ["pelican", "--log-handler", "plain"], ["partwork", "build"]]
)
def test_the_command_line_tells_and_exits_with_one(site, command):
    """Plain ``pelican`` and ``partwork build`` tell the problems without a traceback and exit with 1."""
    site.post("one").write({"bad.md": "Title: B\n\nx"})
    (site.root / "pelicanconf.py").write_text(CONF, encoding="utf-8")
    done = run(site.root, command)
    text = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "Traceback" not in text
    assert text.count("The file has no date.") == 1
    assert "could not find information about" not in text
    assert 'pelicanconf.py:7 at PARTWORK["thread_depht"]' in text
    assert 'the nearest is "thread_depth"' in text
    assert not site.output.exists()


@pytest.mark.parametrize("command", [["pelican", "--log-handler", "plain"], ["partwork", "build"]])
@pytest.mark.parametrize(
    ("template", "told"),
    [
        (
            "{% block content %}\n{{ nothing.at.all }}{% endblock %}",
            "article.html:2: The template cannot be filled.",
        ),
        ("\n\n{% if %}", "article.html:3: The template cannot be filled."),
        ("{% extends 'nowhere.html' %}", "article.html:1: The template cannot be filled."),
    ],
)
def test_a_fault_of_the_theme_is_told_with_its_line(site, command, template, told):
    """A template that fails leaves the old output, and no traceback on the screen."""
    site.post("one")
    (site.root / "pelicanconf.py").write_text(RIGHT_CONF, encoding="utf-8")
    assert run(site.root, command).returncode == 0
    before = site.files()
    (site.root / "templates").mkdir()
    (site.root / "templates/article.html").write_text(template, encoding="utf-8")
    with (site.root / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('THEME_TEMPLATES_OVERRIDES = ["templates"]\n')
    done = run(site.root, command)
    text = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in text
    assert told in text
    assert site.files() == before


@pytest.mark.parametrize("command", ["pelican --log-handler plain", "partwork build"])
def test_a_full_disk_is_told_and_leaves_the_output_as_it_was(site, command):
    """A build that may not write so much stops, says so, and has changed nothing."""
    site.post("one", "Words. " * 5000)
    (site.root / "pelicanconf.py").write_text(RIGHT_CONF, encoding="utf-8")
    assert run(site.root, command.split()).returncode == 0
    before = site.files()
    site.post("one", "Other words. " * 5000)
    program = Path(sys.executable).parent / command
    # What counts the lines that are reached writes to the same disk.
    uncounted = "unset COVERAGE_PROCESS_CONFIG COVERAGE_PROCESS_START"
    done = run(site.root, ["sh", "-c", f"{uncounted}; ulimit -f 16; exec {program}"])
    text = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in text
    assert "The file system refuses: File too large." in text
    assert site.files() == before


def run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's commands in a folder."""
    with at(NOW):
        own = Path(sys.executable).parent / command[0]
        program = str(own) if own.exists() else command[0]
        return subprocess.run(
            [program, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
        )
