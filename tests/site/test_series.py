"""Series in a built site: what drafts, dates, languages and odd names do to them."""

import json

import pytest

from tests.site.crawl import broken_links
from tests.site.folder import SiteFolder, words

MANIFEST = "Title: On Waiting\nSummary: A study.\nStatus: ongoing\nParts: one\n    two\n    three\n"


def entries(site: SiteFolder, page: str) -> list[str]:
    """Return the lines of the first list of parts on a page."""
    return [words(entry) for entry in site.page(page).select("nav.series .entries")[0].select("li")]


def positions(site: SiteFolder, *pages: str) -> list[str]:
    """Return what pages say above their titles."""
    return [words(site.page(page).select_one(".part-of")) for page in pages]


def test_what_is_odd_is_told_with_its_line(site, caplog):
    """An order against the dates and a number beside a list are warnings with file and line."""
    site.write({"series/waiting.md": "Title: W\nParts: one\n    two\n"})
    site.post("one", Date="2026-02-01", Series="waiting", Part="1").post("two", Date="2026-01-01").build()
    assert "one.md:5: The number has no effect: series/waiting.md lists the parts in order." in caplog.text
    assert 'two.md:3: The order of "waiting" contradicts the dates' in caplog.text


def test_drafts_and_future_parts_are_planned(site):
    """A draft and a part of the future are shown and counted, and linked from nowhere."""
    site.write({"series/waiting.md": MANIFEST})
    site.post("one", Series="waiting", Date="2026-01-01")
    site.post("two", Series="waiting", Status="draft")
    site.post("three", Series="waiting", Date="2027-01-01")
    site.build()
    assert positions(site, "one.html") == ["On Waiting Part I of III"]
    assert entries(site, "one.html") == ["I One", "II Two coming", "III Three coming"]
    assert positions(site, "drafts/two.html") == ["On Waiting Part II of III"]
    assert not (site.output / "three.html").exists()
    assert "three" not in site.text("feeds/series/waiting.atom.xml")


def test_a_part_appears_by_itself_on_its_day(site):
    """The same files, built a day later, link the part everywhere."""
    site.write({"series/waiting.md": MANIFEST.replace("    three\n", "")})
    site.post("one", "See [the second]({part}two).", Series="waiting", Date="2026-01-01 10:00")
    site.post("two", Series="waiting", Date="2026-02-01 10:00")
    site.build("2026-02-01T09:59:59+00:00")
    assert "the second (coming)" in words(site.page("one.html").select_one(".prose"))
    site.build("2026-02-01T10:00:00+00:00")
    assert site.page("one.html").select_one(".prose a")["href"] == "https://patience.example/two.html"
    assert entries(site, "two.html") == ["I One", "II Two"]


def test_a_hidden_part_breaks_no_number_and_no_page(site):
    """It is neither counted nor listed, and its own page shows the series without a place in it."""
    site.write({"series/waiting.md": MANIFEST})
    site.post("one", Series="waiting").post("two", Series="waiting", Status="hidden")
    site.post("three", Series="waiting", Date="2026-01-03").build()
    assert entries(site, "one.html") == ["I One", "II Three"]
    assert positions(site, "two.html") == ["On Waiting"]
    assert not site.page("two.html").select("[aria-current]")


@pytest.mark.parametrize("status", ["hidden", "draft"])
def test_what_no_list_shows_is_filed_under_nothing(site, status):
    """A hidden post or a draft links to no page of a category or tag, which has none for it."""
    site.post("shown", Tags="known").post("kept", Status=status, Category="Secrets", Tags="unknown")
    site.build()
    assert words(site.page("shown.html").select_one(".tags")) == "Filed under misc , known"
    assert broken_links(site.output, "https://patience.example") == []


def test_without_a_manifest_parts_order_by_number_then_date(site):
    """Number first, then date; the landing page carries the name as it was written."""
    site.post("late", Series="Small Hours", Part="2", Date="2026-01-01")
    site.post("early", Series="small hours ", Part="1", Date="2026-02-01")
    site.build()
    assert entries(site, "late.html") == ["I Early", "II Late"]
    assert words(site.page("series/small-hours.html").h1).casefold() == "small hours"


@pytest.mark.parametrize("key", ["Part", "series_index", "series_order", "series_weight"])
def test_numbers_of_other_plugins_are_understood(site, key):
    """Sites that used another plugin keep their order without an edit."""
    site.post("b", Series="moved", Date="2026-01-01", **{key: "2"})
    site.post("a", Series="moved", Date="2026-01-02", **{key: "1"})
    site.build()
    assert entries(site, "a.html") == ["I A", "II B"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C++ & Co", "c-co"),
        ("Ünïcode", "unicode"),
        ("Trailing Space   ", "trailing-space"),
        ("Documentation", "documentation"),
    ],
)
def test_slugs_come_out_right(site, name, slug):
    """A name of a series makes the slug that Pelican would make, and its pages come out right."""
    site.post("one", Series=name).build()
    assert (site.output / f"series/{slug}.html").is_file()
    assert words(site.page(f"series/{slug}.html").h1) == " ".join(name.split())
    assert words(site.page("one.html").select_one(".part-of a")) == " ".join(name.split())


def test_case_makes_no_second_series(site):
    """``Rust`` and ``rust`` are one series."""
    site.post("one", Series="Rust").post("two", Series="rust", Date="2026-01-02").build()
    assert entries(site, "one.html") == ["I One", "II Two"]


def test_a_post_in_two_series_has_a_navigation_each(site):
    """Each navigation is right in itself; the head follows the first."""
    site.write(
        {
            "series/first.md": "Title: First\nParts: a\n    shared\n    b\n",
            "series/second.md": "Title: Second\nParts: shared\n    c\n",
        }
    )
    site.post("shared", Series="first; second", Date="2026-01-02")
    site.post("a", Series="first").post("b", Series="first", Date="2026-01-03")
    site.post("c", Series="second", Date="2026-01-04").build()
    page = site.page("shared.html")
    assert [words(line) for line in page.select(".part-of")] == [
        "First Part II of III so far",
        "Second Part I of II so far",
    ]
    assert [[words(li) for li in nav.select(".entries li")] for nav in page.select("nav.series")] == [
        ["I A", "II Shared", "III B"],
        ["I Shared", "II C"],
    ]
    assert page.select_one("link[rel=next]")["href"].endswith("/b.html")
    assert len({nav["aria-label"] for nav in page.select("nav")}) == len(page.select("nav"))


def test_a_listed_post_needs_no_line_of_its_own(site):
    """A manifest may take in a post that does not name the series."""
    site.write({"series/waiting.md": "Title: On Waiting\nParts: one\n"}).post("one").build()
    assert positions(site, "one.html") == ["On Waiting Part I of I so far"]


def test_labels_stand_apart_from_numbers(site):
    """A labelled part is not numbered: the count goes on after it."""
    site.write({"series/waiting.md": f"{MANIFEST}Numbering: arabic\n"})
    site.post("one", Series="waiting").post("two", Series="waiting", Label="Interlude")
    site.post("three", Series="waiting").build()
    assert entries(site, "one.html") == ["1 One", "Interlude Two", "2 Three"]
    assert positions(site, "one.html", "two.html", "three.html") == [
        "On Waiting Part 1 of 2 so far",
        "On Waiting Interlude",
        "On Waiting Part 2 of 2 so far",
    ]


def test_translations_keep_to_their_language(site):
    """Each language has its own landing page, list, feed and count."""
    site.write(
        {
            "series/waiting.md": MANIFEST.replace("Status", "Summary").replace("ongoing", "More."),
            "series/waiting-de.md": (
                "Title: Vom Warten\nSlug: waiting\nLang: de\nParts: one\n    planned: Ende\n"
            ),
        }
    )
    site.post("one", Series="waiting").post("two", Series="waiting").post("three", Series="waiting")
    site.write({"one-de.md": "Title: Eins\nSlug: one\nLang: de\nDate: 2026-01-01\nSeries: waiting\n\nHier."})
    site.build()
    assert entries(site, "one.html") == ["I One", "II Two", "III Three"]
    assert entries(site, "one-de.html") == ["I Eins", "II Ende coming"]
    assert positions(site, "one-de.html") == ["Vom Warten Part I of II"]
    assert words(site.page("series/waiting-de.html").h1) == "Vom Warten"
    assert "eins" in site.text("feeds/series/waiting-de.atom.xml").lower()
    german = site.page("one-de.html")
    assert german.html["lang"] == "de"
    alternates = {link["hreflang"]: link["href"] for link in german.select("link[hreflang]")}
    assert alternates["en"] == "https://patience.example/one.html"
    assert words(german.select_one(".translations")) == "One (en)"
    landing = site.page("series/waiting-de.html")
    assert words(landing.select_one(".translations")) == "On Waiting (en)"
    assert landing.select_one(".translations a")["href"] == "https://patience.example/series/waiting.html"
    assert [link["hreflang"] for link in landing.select("link[hreflang]")] == ["de", "en"]
    assert (
        '<xhtml:link rel="alternate" hreflang="de" href="https://patience.example/series/waiting-de.html"/>'
        in (site.text("sitemap.xml"))
    )


def test_a_language_without_a_manifest_follows_the_one_there_is(site):
    """The order is the manifest's, as far as parts are translated; nothing is missing for the others."""
    site.write({"series/waiting.md": MANIFEST})
    for name in ("one", "two", "three"):
        site.post(name, Series="waiting")
    for name in ("three", "one"):
        header = f"Title: {name} fr\nSlug: {name}\nLang: fr\nDate: 2026-01-01\nSeries: waiting\n"
        site.write({f"{name}-fr.md": f"{header}\nIci."})
    site.build()
    assert entries(site, "one-fr.html") == ["I one fr", "II three fr"]


def test_translations_need_no_line_of_their_own(site):
    """A translation of a listed part belongs to the series whether or not it says so."""
    site.write({"series/waiting.md": MANIFEST.replace("    three\n", "")}).post("one").post("two")
    site.write({"one-fr.md": "Title: Un\nSlug: one\nLang: fr\nDate: 2026-01-01\n\n[deux]({part}two)"}).build()
    assert positions(site, "one-fr.html") == ["On Waiting Part I of I so far"]
    assert site.page("one-fr.html").select_one(".prose a")["href"] == "https://patience.example/two.html"


def test_the_list_of_all_series_has_those_of_other_languages(site):
    """A series stands there in the site's language; one that is only in another is not left out."""
    site.post("one", Series="waiting").post("vier", Series="Pegel", Lang="de", Date="2026-01-02")
    site.write({"un.md": "Title: Un\nSlug: one\nLang: fr\nDate: 2026-01-03\nSeries: waiting\n\nIci."}).build()
    for name in ("series/index.html", "index.html"):
        links = [a["href"].rpartition("/")[2] for a in site.page(name).select("ul.cards h2 a, ul.cards h3 a")]
        assert links == ["pegel-de.html", "waiting.html"]


def test_a_language_is_one_however_it_is_written(site):
    """``pt-BR`` of a part and ``pt-br`` of another and of the manifest are one language."""
    site.write({"series/espera.md": "Title: Espera\nLang: PT-br\nParts: um\n    dois\n"})
    site.post("um", "[dois]({part}dois)", Lang="pt-BR", Series="espera").post("dois", Lang="pt-br").build()
    assert entries(site, "um-pt-BR.html") == ["I Um", "II Dois"]
    assert site.page("um-pt-BR.html").select_one(".prose a")["href"].endswith("/dois-pt-br.html")


def test_right_to_left_languages_are_marked(site):
    """A page in Hebrew is told to be read from the right."""
    site.write({"one.md": "Title: אחת\nSlug: one\nLang: he\nDate: 2026-01-01\n\nמילים."}).build()
    assert site.page("one-he.html").html["dir"] == "rtl"


def test_links_between_parts_and_across_series(site):
    """Links resolve within and across series, from pages, summaries and manifests, with fragments."""
    site.write(
        {
            "series/waiting.md": f"{MANIFEST}\nBegin with [one]({{part}}one).\n",
            "series/other.md": "Title: Other\nParts: far\n    planned: Not Yet\n",
            "pages/about.md": "Title: About\n\n[one]({part}waiting/one)\n",
        }
    )
    site.post(
        "one", "[next]({part}two#end) [far]({part}other/far) [soon]({part}other/not-yet)", Series="waiting"
    )
    site.post("two", Series="waiting", Summary="After [one]({part}one).")
    site.post("three", "In code: `[one]({part}one)`", Series="waiting")
    site.post("far", Series="other").build()
    hrefs = [a["href"] for a in site.page("one.html").select(".prose a")]
    assert hrefs == ["https://patience.example/two.html#end", "https://patience.example/far.html"]
    assert site.page("one.html").select_one(".prose .coming").find("a") is None
    assert site.page("pages/about.html").select_one(".prose a")["href"].endswith("/one.html")
    assert site.page("series/waiting.html").select_one(".prose a")["href"].endswith("/one.html")
    assert "{part}one" in site.page("three.html").code.text
    assert "{part}" not in site.text("feeds/all.atom.xml").replace("{part}one)&lt;/code&gt;", "")


def test_links_to_hidden_and_unlisted_parts(site):
    """A link may lead to a hidden part; one to a draft or a part of the future waits, listed or not."""
    site.post("one", "[h]({part}hidden) [d]({part}draft) [f]({part}future)", Series="waiting")
    site.post("hidden", Series="waiting", Status="hidden").post("draft", Series="waiting", Status="draft")
    site.post("future", Series="waiting", Date="2027-01-01").build()
    prose = site.page("one.html").select_one(".prose")
    assert [a["href"] for a in prose.select("a")] == ["https://patience.example/hidden.html"]
    assert [words(span) for span in prose.select(".coming")] == ["d (coming)", "f (coming)"]


def test_a_cover_is_published_wherever_it_lies(site):
    """The picture that previews point to is copied with the site, though no setting names its folder."""
    site.write({"series/waiting.md": f"Cover: waiting/a cover.jpg\n{MANIFEST}", "waiting/a cover.jpg": b"J"})
    site.post("one").post("two").post("three").build()
    assert (site.output / "waiting/a cover.jpg").read_bytes() == b"J"
    for name in ("one.html", "series/waiting.html"):
        image = site.page(name).select_one('meta[property="og:image"]')["content"]
        assert image == "https://patience.example/waiting/a%20cover.jpg"


def test_a_long_list_is_folded_and_shortened(site):
    """Forty parts weigh no more on each page than a window around the current one."""
    names = [f"p{number:02}" for number in range(40)]
    listed = "\n    ".join(names)
    site.write({"series/long.md": f"Title: Long\nStatus: complete\nParts: {listed}\n"})
    for number, name in enumerate(names):
        site.post(name, Series="long", Date=f"2025-01-01 00:{number:02}")
    site.build()
    assert entries(site, "p20.html") == [
        "I P00", "16 more", "XVIII P17", "XIX P18", "XX P19", "XXI P20", "XXII P21", "XXIII P22",
        "XXIV P23", "15 more", "XL P39",
    ]  # fmt: skip
    assert site.page("p20.html").select_one("nav.series details summary")
    assert len(site.page("series/long.html").select(".contents > li")) == 40


def test_a_series_of_planned_parts_has_a_page_and_no_feed(site):
    """A series that is only announced can be linked to; nothing in it leads to nowhere."""
    site.write({"series/soon.md": "Title: Soon\nParts: planned: One\n    planned: Two\n"})
    site.post("other").build()
    page = site.page("series/soon.html")
    assert "ongoing, 2 parts announced" in words(page.dl)
    assert not page.select("a.button")
    assert not (site.output / "feeds/series/soon.atom.xml").exists()


def test_a_manifest_alone_makes_a_page(site):
    """A series without parts says so."""
    site.write({"series/empty.md": "Title: Empty\n"}).post("other").build()
    assert "Nothing yet." in words(site.page("series/empty.html").select_one(".contents"))


def test_a_removed_part_is_gone_from_the_next_build(site):
    """Nothing of a build is left in the process: a deleted part is in no list and has no page."""
    site.post("one", Series="waiting").post("two", Series="waiting", Date="2026-01-02").build()
    assert entries(site, "one.html") == ["I One", "II Two"]
    (site.content / "two.md").unlink()
    site.build()
    assert entries(site, "one.html") == ["I One"]
    assert not (site.output / "two.html").exists()


def test_one_pelican_builds_again_and_again(site):
    """A Pelican that rebuilds (``pelican -r``) begins each build anew."""
    site.post("one", Series="waiting").post("two", Series="waiting", Date="2026-01-02")
    from tests.site.folder import NOW, at  # noqa: PLC0415 - only here

    with at(NOW):
        pelican = site.pelican()
        pelican.run()
        first = site.files()
        (site.content / "two.md").unlink()
        pelican.run()
        assert entries(site, "one.html") == ["I One"]
        site.post("two", Series="waiting", Date="2026-01-02")
        pelican.run()
    assert site.files() == first


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ({}, []),
        ({"Author": "Smith & <Sons>"}, ["Smith & <Sons>"]),
        ({"Authors": "Jane & Joe, AT&T <b>"}, ["Jane & Joe", "AT&T <b>"]),
    ],
)
def test_every_author_is_named_as_written(tmp_path, header, names):
    """One, several or none: on the page, in the data and in the feeds."""
    site = SiteFolder(tmp_path, AUTHOR="").post("one", Series="waiting", **header).build()
    page = site.page("one.html")
    assert [words(a) for a in page.select("a[rel=author]")] == names
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert [author["name"] for author in data["author"]] == names
    assert "<author><name>A Test of Patience</name></author>" in site.text("feeds/series/waiting.atom.xml")
    (item,) = json.loads(site.text("feeds/series/waiting.json"))["items"]
    assert item.get("authors", []) == ([{"name": ", ".join(names)}] if names else [])


def test_a_site_without_posts_comes_out_the_same_at_any_time(site):
    """Not even an empty feed has the time of the build in it."""
    settings = {"FEED_ALL_RSS": "feeds/all.rss.xml"}
    first = site.build(**settings).files()
    assert site.build("2030-01-01T00:00:00+00:00", **settings).files() == first
    for kind in ("atom", "rss"):
        assert "1970" in site.text(f"feeds/all.{kind}.xml")


def test_titles_with_markup_signs_come_out_as_written(site):
    """A title may hold quotes, ampersands and a closing script tag, on the page, in metadata and in data."""
    title = 'Less < More & "Vec<T>" </script> 🦀'
    site.write({"series/waiting.md": f"Title: {title}\nParts: one\n"})
    site.post("one", Title=title).build()
    for name in ("one.html", "series/waiting.html"):
        page = site.page(name)
        assert words(page.h1) == title
        assert page.title.string.startswith(title)
        assert page.select_one('meta[property="og:title"]')["content"] == title


def test_site_wide_neighbours_skip_nothing_for_posts_alone(site):
    """Posts outside series are led through time, by title."""
    for number, name in enumerate(["a", "b", "c"], 1):
        site.post(name, Date=f"2026-01-0{number}")
    site.build()
    assert [words(a) for a in site.page("b.html").select("nav.series-end a")] == [
        "Before this A",
        "After this C",
    ]
    assert [words(a) for a in site.page("a.html").select("nav.series-end a")] == ["After this B"]


@pytest.mark.parametrize(
    "name",
    ['a "b"', "it's", "50%", "a%20b", "c#", "what?", "a;b", "a&b", "über uns", "a<b>", "{a}|b|", "a\\b"],
)
def test_a_file_of_any_name_is_linked_to(site, name):
    """What the file of a part is called is the author's; a link to the part finds it."""
    site.post("one", "[on]({part}two#end)", Series="w").write(
        {
            f"{name}.md": "Title: Two\nSlug: two\nDate: 2026-01-02\nSeries: w\n\nWords.",
            f"{name}.responses.yaml": "comments: closed\n",
        }
    )
    site.build()
    assert site.page("one.html").select_one(".prose a")["href"] == "https://patience.example/two.html#end"
