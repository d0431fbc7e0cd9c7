"""What an inbox has kept, written into responses files."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partwork.errors import ContentError
from partwork.model import Kind, Response, Type
from partwork.responses.clean import clean
from partwork.responses.file import decode
from partwork.responses.merge import Heard, Merged, merge
from partwork.text import safe
from tests.builders import PROPERTY
from tests.growth import LARGER, grows_linearly

_PAGE = "https://essays.example/tides/ebb.html"
_NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
_FILE = """\
# What they said.
comments: closed   # since the spring
responses:
- id: 7
  name: 'A. Reader'   # my aunt
  published: 2026-01-11T10:00:00+01:00
  html: <p>Wet.</p>

# The ones from elsewhere:
- {id: 3, kind: pingback, source: "https://elsewhere.example/water/", published: 2026-01-12T10:00:00Z}
- id: 9
  kind: webmention
  source: https://reader.example/note
  published: 2026-01-13T10:00:00Z
  markdown: |
    Two
      lines.
# That is all.
pings: open
"""


def heard(ref="w1", source="https://waves.example/on-ebb", *, target=_PAGE, withdrawn=False, **said):
    """Make what an inbox kept: a webmention, unless told otherwise."""
    response = Response(**({"id": 0, "kind": Kind.WEBMENTION, "published": _NOON, "source": source} | said))
    return Heard(ref, target, response, withdrawn)


def comment(ref="c1", markdown="Yes.", **said):
    """Make a comment an inbox kept."""
    return heard(ref, "", kind=Kind.COMMENT, markdown=markdown, **said)


def read(text):
    """Decode a file without faults."""
    archive, problems = decode("x", text.encode(), ZoneInfo("UTC"))
    assert problems == (), (problems, text)
    return archive.responses


def counts(merged):
    """Return what a merge counts."""
    return merged.added, merged.changed, merged.removed, merged.known


def test_first_response_makes_the_file():
    """A post that nobody answered has no file; one that is made says it all, under the first id."""
    merged = merge("", [heard(name="Ann", url="https://waves.example/", html="<p>Hi.</p>", type=Type.REPLY)])
    assert merged == Merged(
        "responses:\n"
        "- id: 1\n"
        "  kind: webmention\n"
        "  type: reply\n"
        "  name: Ann\n"
        "  url: https://waves.example/\n"
        "  source: https://waves.example/on-ebb\n"
        "  published: 2026-11-01T12:00:00+00:00\n"
        "  ref: w1~9ea6e530\n"
        "  html: <p>Hi.</p>\n",
        added=1,
    )


def test_new_responses_stand_behind_the_others():
    """Every byte of the author's is kept; what is new is in the order of its time, under the next ids."""
    late = heard("w2", "https://b.example/", published=_NOON + timedelta(hours=1))
    merged = merge(_FILE, [late, heard()])
    before, after = _FILE.split("# That is all.")
    assert merged.text.startswith(before)
    assert merged.text.endswith("# That is all." + after)
    assert [(one.id, one.source) for one in read(merged.text)] == [
        (7, ""),
        (3, "https://elsewhere.example/water/"),
        (9, "https://reader.example/note"),
        (10, "https://waves.example/on-ebb"),
        (11, "https://b.example/"),
    ]
    assert counts(merged) == (2, 0, 0, 0)


def test_nothing_heard_changes_nothing():
    """Without news the file is what it was, byte for byte."""
    assert merge(_FILE, []) == Merged(_FILE)
    assert merge("", []) == Merged("")


@pytest.mark.parametrize("kind", [Kind.TRACKBACK, Kind.PINGBACK, Kind.WEBMENTION])
@pytest.mark.parametrize(
    "source",
    [
        "https://reader.example/note",
        "http://reader.example/note",
        "https://READER.example:443/note/",
        "https://reader.example/n%6Fte#top",
    ],
)
def test_known_source_is_known_however_it_is_written(kind, source):
    """A page that is in the file is not added again: not by another protocol, nor by another spelling."""
    assert merge(_FILE, [heard("w5", source, kind=kind)]) == Merged(_FILE, known=1)


def test_webmention_takes_the_place_of_a_pingback():
    """A page that says more by a richer protocol is written anew, in its place and under its id."""
    merged = merge(
        _FILE, [heard("w1", "http://elsewhere.example/water", name="W. Ell", html="<p>Wetter</p>")]
    )
    assert counts(merged) == (0, 1, 0, 0)
    line = _FILE.splitlines(keepends=True)[9]
    assert line.startswith("- {id: 3")
    assert merged.text == _FILE.replace(
        line,
        "- id: 3\n"
        "  kind: webmention\n"
        "  name: W. Ell\n"
        "  source: http://elsewhere.example/water\n"
        "  published: 2026-11-01T12:00:00+00:00\n"
        "  ref: w1~e1e19732\n"
        "  html: <p>Wetter</p>\n",
    )


@pytest.mark.parametrize("backwards", [False, True])
def test_source_heard_by_three_protocols_is_one_response(backwards):
    """Trackback, pingback and webmention of one page become one, the webmention, in whatever order."""
    kinds = [Kind.TRACKBACK, Kind.WEBMENTION, Kind.PINGBACK]
    news = [heard(f"w{n}", kind=kind) for n, kind in enumerate(kinds)]
    merged = merge("", news[::-1] if backwards else news)
    (one,) = read(merged.text)
    assert one.kind is Kind.WEBMENTION
    assert merge(merged.text, news) == Merged(merged.text, known=1)


def test_changed_page_is_written_anew_where_it_is():
    """An update keeps id, place, badge and thread, and changes what the page says."""
    text = merge(_FILE, [heard(html="<p>One</p>")]).text.replace(
        "  name: 'A", "  reply_to: 9\n  by_author: true\n  name: 'A"
    )
    text = text.replace("  ref: w1", "  reply_to: 7\n  by_author: true\n  ref: w1")
    merged = merge(text, [heard(html="<p>Two</p>")])
    assert counts(merged) == (0, 1, 0, 0)
    one = read(merged.text)[-1]
    assert (one.id, one.reply_to, one.by_author, one.html) == (10, 7, True, "<p>Two</p>")


def test_what_the_author_made_of_it_stays_until_the_page_changes():
    """An edit of the file outlives a merge of the same news, and yields to other news."""
    text = merge("", [heard(name="Ann Nobody-Asked", html="<p>Call me at 555.</p>")]).text
    edited = text.replace("Ann Nobody-Asked", "A.").replace("at 555", "…")
    assert merge(edited, [heard(name="Ann Nobody-Asked", html="<p>Call me at 555.</p>")]).text == edited
    assert "Call me." in merge(edited, [heard(name="Ann", html="<p>Call me.</p>")]).text


def test_what_has_no_ref_is_the_authors_own():
    """A response that no inbox brought is neither changed nor taken away by one of its kind."""
    news = [heard("w5", "https://reader.example/note", name="Other", gone=date(2026, 10, 1))]
    assert merge(_FILE, news) == Merged(_FILE, known=1)
    taken_back = [replace(one, withdrawn=True) for one in news]
    assert merge(_FILE, taken_back).text == _FILE


def test_source_that_died_is_marked_and_keeps_its_text():
    """A dead page costs one line; when it lives again the line goes."""
    text = merge(_FILE, [heard(html="<p>One</p>")]).text
    marked = merge(text, [heard(html="<p>One</p>", gone=date(2027, 3, 14))])
    (new,) = set(marked.text.splitlines()) - set(text.splitlines()) - {*_lines(marked.text, "  ref:")}
    assert new == "  gone: 2027-03-14"
    assert read(marked.text)[-1].html == "<p>One</p>"
    assert merge(marked.text, [heard(html="<p>One</p>")]).text == text


def _lines(text, beginning):
    return [line for line in text.splitlines() if line.startswith(beginning)]


def test_withdrawn_response_leaves_its_id():
    """What was taken back is gone but for its id, for the answers to it; heard again, it is back in place."""
    text = merge(_FILE, [heard(name="Ann", html="<p>One</p>"), comment()]).text
    merged = merge(text, [heard(name="Ann", withdrawn=True)])
    assert counts(merged) == (0, 0, 1, 0)
    assert (
        "- id: 11\n  published: 2026-11-01T12:00:00+00:00\n  ref: w1\n  withdrawn: true\n# That is all."
        in merged.text
    )
    assert "Ann" not in merged.text
    assert "waves.example" not in merged.text
    again = merge(merged.text, [heard(name="Ann", withdrawn=True)])
    assert again == Merged(merged.text, known=1)
    assert merge(merged.text, [heard(name="Ann", html="<p>One</p>")]).text == text
    assert read(merge(merged.text, [heard("w9", "https://new.example/")]).text)[-1].id == 12


def test_date_of_a_withdrawn_response_stays_as_it_was_written():
    """A date in the site's own zone is not given another."""
    text = "responses:\n- {id: 1, kind: webmention, published: 2026-01-13 10:00:00, ref: w1}\n"
    merged = merge(text, [heard(withdrawn=True)])
    assert "  published: 2026-01-13 10:00:00\n" in merged.text


def test_withdrawn_and_unknown_is_nothing():
    """What never was in the file cannot be taken out of it."""
    assert merge(_FILE, [heard(withdrawn=True), comment(withdrawn=True)]) == Merged(_FILE)


def test_page_that_lives_by_another_name_is_not_withdrawn():
    """One of two notices of a page is taken back: the other one holds."""
    text = merge("", [heard("w1", html="<p>x</p>")]).text
    both = [heard("w1", withdrawn=True), heard("w2", "http://waves.example/on-ebb/", html="<p>x</p>")]
    merged = merge(text, both)
    (one,) = read(merged.text)
    assert (one.id, one.ref.partition("~")[0], one.html) == (1, "w2", "<p>x</p>")


def test_ref_counts_before_source():
    """A response is found by its name though its author has moved; the old page is then another."""
    text = merge("", [heard("w1", "https://a.example/1")]).text
    merged = merge(text, [heard("w1", "https://a.example/2"), heard("w2", "https://a.example/1")])
    assert [(one.id, one.source) for one in read(merged.text)] == [
        (1, "https://a.example/2"),
        (2, "https://a.example/1"),
    ]


@pytest.mark.parametrize(
    ("target", "reply_to", "answered"),
    [
        (f"{_PAGE}#comment-7", None, 7),
        (f"{_PAGE}#comment-8", None, None),
        (f"{_PAGE}#comment-10", None, None),
        (f"{_PAGE}#comment-07", None, None),
        (f"{_PAGE}#comment-{'7' * 5000}", None, None),
        (f"{_PAGE}#respond", None, None),
        (f"{_PAGE}#comment-9", 7, 7),
        (_PAGE, 9, 9),
        (_PAGE, 8, None),
        (_PAGE, 10, None),
    ],
)
def test_answers_to_a_response_are_kept_as_such(target, reply_to, answered):
    """An answer to ``#comment-7`` answers it where it is there; nothing answers itself or nothing."""
    text = merge(_FILE, [heard(target=target, reply_to=reply_to)]).text
    assert read(text)[-1].reply_to == answered
    assert merge(text, [heard(target=target, reply_to=reply_to)]).text == text


def test_comments_are_found_by_their_names():
    """Two comments that say the same are two; each is known again."""
    merged = merge(_FILE, [comment("c1"), comment("c2")])
    assert counts(merged) == (2, 0, 0, 0)
    assert merge(merged.text, [comment("c2"), comment("c1")]) == Merged(merged.text, known=2)


def test_comment_that_says_nothing_is_none():
    """Where nothing can be shown of a comment it is not written; one that became so is taken back."""
    assert merge(_FILE, [comment(markdown=" \n"), comment("c2", "", html="<script>x</script>")]).text == _FILE
    text = merge(_FILE, [comment()]).text
    assert read(merge(text, [comment(markdown="")]).text)[-1].withdrawn


def test_html_is_stored_cleaned():
    """What a stranger wrote stands in the file as it will be shown; addresses that lead nowhere do not."""
    said = heard(
        html='<p onclick=x class="h-entry">Hi <script>x</script><a href=/y>y</a></p>',
        url="javascript:alert(1)",
        name="Ann\n\u202eBob  ",
    )
    (one,) = read(merge("", [said]).text)
    assert one.html == '<p>Hi <a rel="nofollow ugc external">y</a></p>'
    assert (one.url, one.name) == ("", "Ann Bob")


def test_long_texts_are_literal_blocks():
    """A text of many lines or of a long one is legible in a diff."""
    markdown = "One\n\n> two\n    three: #4  \n\t- five"
    long = f"<p>{'word ' * 20}</p>"
    text = merge("", [comment(markdown=f"\n{markdown}\r\n"), heard(html=long)]).text
    assert "  markdown: |\n    One\n\n    > two\n        three: #4  \n    \t- five\n" in text
    assert f"  html: |\n    {long}\n" in text
    assert [(one.markdown or one.html).strip() for one in read(text)] == [markdown, long]


@pytest.mark.parametrize(
    "text",
    [
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  html: x",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  markdown: |\n    x",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  markdown: |-\n    x\n\n\n",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  markdown: |+\n    x\n\n\n",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  markdown: |1+\n   x\n\n\npings: open\n",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  markdown: >\n    x\n    y\n\n# end\n...\n",
        "responses:\n- id: 1\n  published: 2026-01-11T10:00:00Z\n  html: 'x'\n  reply_to:   # nobody\n",
        "responses:\n  -\n    id: 1\n    published: 2026-01-11T10:00:00Z\n    html: x\n\npings: open\n",
        "--- # responses\npings: open\n",
        "%YAML 1.1\n---\nresponses:\n    - {id: 1, published: 2026-01-11T10:00:00Z, html: x}\n...\n",
        "? responses\n: - id: 1\n    published: 2026-01-11T10:00:00Z\n    html: x\n",
        "responses: []\n",
        "responses: []\t\n",
        "~\t# nothing\n",
        "~\n\t\t",
        "responses: [] # none\npings: open",
        "responses:   # none\n  []\npings: open\n",
        "? responses\n: []\n",
        "responses: [\n  {id: 1, published: 2026-01-11T10:00:00Z, html: x}, # one\n]\npings: open\n",
        "responses: [{id: 1, published: 2026-01-11T10:00:00Z, html: x, reply_to: }]",
        '{"responses": [{"id": 1, "published": "2026-01-11T10:00:00Z", "html": "x"}], "pings": "open"}',
        "{responses: []}\n",
        "{pings: open,}\n",
        "{pings: }",
        "{}",
        "--- {}\n",
        "",
        "\n\n",
        "# nothing yet",
        "# nothing yet\n",
        "---\n",
        "--- # nothing yet\n",
        "---\n...\n",
        "--- ~ # nothing\n",
        "null",
        "\ufeff",
        "\ufeffpings: open\n",
        "  pings: open\n  responses: []\n",
        "  responses:\n  - id: 1\n    published: 2026-01-11T10:00:00Z\n    html: x\n",
        (
            "responses:\n- !!map\n  id: 1\n  published: 2026-01-11T10:00:00Z\n  html: &x x\n"
            "- &a {id: 2, published: 2026-01-11T10:00:00Z, html: 'y'} # c\n"
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_to_write_a_file_is_kept(text, newline):
    """Whatever form the author gave the file, what was in it is in it, and what is new beside it."""
    text = text.replace("\n", newline)
    before = read(text)
    news = [heard(name="Ann: #1", html="<p>One</p>\n<p>Two</p>"), comment(markdown="a\n\n---\nb")]
    merged = merge(text, news)
    after = read(merged.text)
    assert _stripped(after[: len(before)]) == _stripped(before)
    assert [one.id for one in after[len(before) :]] == [len(before) + 1, len(before) + 2]
    assert _has_in_order(merged.text, re.sub(r"(\[\]|~|null)[ \t]*|\t+", "", text))
    newlines = set(merged.text.replace("\r\n", "").replace(newline, "")) & {"\r", "\n"}
    assert not newlines or newline == "\r\n" or "\n" not in text
    assert merge(merged.text, news) == Merged(merged.text, known=2)
    assert all(one.withdrawn for one in read(merge(merged.text, _taken_back(news)).text)[len(before) :])


_OWN = "published: 2026-01-11T10:00:00Z, html: x"
_SECOND = f"{{id: 2, {_OWN}}}"


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        (f"responses: [{{id: 1, ref: w1, {_OWN}}}", f", {_SECOND}] # c\n"),
        (f"responses:\n- {{id: 1, ref: w1, {_OWN}}}   # c", f"\n- {_SECOND}\n"),
        (
            (
                "responses:\n  -   id: 1 # c\n      ref: w1\n"
                "      published: 2026-01-11T10:00:00Z\n      html: x  # d"
            ),
            "\n\n# e",
        ),
        (
            "responses:\n- ref: w1\n  published: 2026-01-11T10:00:00Z\n  id: 1\n  markdown: |+\n    x",
            f"\n\n\n# e\n- {_SECOND}\n",
        ),
        (
            (
                "responses:\n- ref: w1\n  published: 2026-01-11T10:00:00Z\n  id: 1\n"
                "  kind: pingback\n  name:\n    >-\n     x"
            ),
            "\n\n   \npings: open",
        ),
    ],
)
@pytest.mark.parametrize("html", ["", "<p>y</p>", "<p>y</p>\n<p>#z</p>"])
def test_only_what_says_something_new_is_written_anew(first, kept, html):
    """An item is written anew in whatever form it stood, and the others, and what is between them, stay."""
    text = first + kept
    before = read(text)
    merged = merge(text, [heard(html=html, name="New")])
    assert counts(merged) == (0, 1, 0, 0)
    assert merged.text.endswith(kept)
    after = read(merged.text)
    assert (after[0].id, after[0].name, after[0].html.strip()) == (1, "New", html)
    assert after[1:] == before[1:]
    taken = read(merge(text, [heard(withdrawn=True)]).text)
    assert (taken[0].withdrawn, taken[0].published) == (True, before[0].published)
    assert taken[1:] == before[1:]


def _stripped(responses):
    """A text at the end of a file without a line end gets one."""
    return [replace(one, markdown=one.markdown.rstrip("\n")) for one in responses]


def _taken_back(news):
    return [replace(one, withdrawn=True) for one in news]


def _has_in_order(text, pieces):
    found = iter(text)
    return all(sign in found for sign in pieces)


def test_file_with_faults_is_told():
    """A file that cannot be read is not written into; its faults are told with its name."""
    with pytest.raises(ContentError, match=r"^tides/ebb\.responses\.yaml:2 at "):
        merge("responses:\n- 5\n", [heard()], "tides/ebb.responses.yaml")


_SIGNS = st.text(
    st.sampled_from("ab :#-'\"|>&*!%@`{}[],?=~<\\/.\t\n\r\u0085\u2028\u200d\ufeff\u00a0é😀0123eE_+ ")
    | st.characters(codec="utf-8"),
    max_size=25,
)
_HOSTILE = st.one_of(
    _SIGNS,
    st.sampled_from(
        "--- ... null ~ yes No on 12 0x1f 1_0 12:30:45 1e3 .inf 2026-01-01 << = - ? : # | > & * ! % @ "
        "a: a:b x#y x\u00a0# <<: !!python/object:x *a &b %YAML {a} [b] 'x \"x \\x".split(" ")
    ),
)
_TIMES = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(minutes=19, seconds=32))]
    ),
)
_URLS = st.one_of(
    _HOSTILE, st.sampled_from(["https://a.example/", "http://a.example", "https://b.example/#x"])
)


@st.composite
def _heard(draw):
    kind = draw(st.sampled_from(Kind))
    host, path = draw(st.sampled_from("abc")), draw(st.sampled_from(["", "x", "x/", "y?a=b"]))
    source = "" if kind is Kind.COMMENT else f"https://{host}.example/{path}"
    return Heard(
        draw(st.sampled_from(["r1", "r2", "r3", "r4", "1e3", "12", "x~y", "a: #b"])),
        _PAGE + draw(st.sampled_from(["", "#comment-1", "#comment-2", "#x"])),
        Response(
            0,
            kind,
            draw(_TIMES),
            type=draw(st.sampled_from(Type)),
            name=draw(_HOSTILE),
            url=draw(_URLS),
            source=source,
            reply_to=draw(st.none() | st.integers(-1, 4)),
            gone=draw(st.none() | st.dates(date(1990, 1, 1))),
            html=draw(_HOSTILE | st.sampled_from(["<p>x</p>", "<p>x</p>\n" * 20])),
            markdown=draw(_HOSTILE),
        ),
        draw(st.booleans()),
    )


_NEWS = st.lists(_heard(), max_size=6)


@given(st.sampled_from([_FILE, "", "{}", "responses: [] # none\r\npings: open", "# x"]), _NEWS, _NEWS)
@settings(PROPERTY)
def test_merge_is_idempotent_and_makes_valid_files(text, first, second):
    """Whatever strangers say, the file reads, says what was in it, and the same again changes nothing."""
    merged = merge(text, first)
    assert read(merged.text)[: len(read(text))] != () or not read(text)
    again = merge(merged.text, first)
    assert again.text == merged.text
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    more = merge(merged.text, second)
    assert merge(more.text, second).text == more.text
    ids = [one.id for one in read(more.text)]
    assert len(ids) == len(set(ids)) >= len(read(merged.text))


@given(_NEWS)
@settings(PROPERTY)
def test_ci_05_order_of_the_news_makes_no_difference(news):
    """The same responses make the same file, in whatever order they come."""
    once = {one.ref: one for one in news}.values()
    assert merge(_FILE, once) == merge(_FILE, reversed([*once]))


@given(_HOSTILE, _HOSTILE)
@settings(PROPERTY)
def test_hostile_texts_read_back_as_they_were(name, text):
    """Signs of YAML, documents, tabs, emoji, strange line ends: what is read is what was said, made safe."""
    said = [heard(name=name, html=text), comment(markdown=text)]
    found = {one.kind: one for one in read(merge("", said).text)}
    one = found[Kind.WEBMENTION]
    assert one.name == " ".join(safe(name).split())
    for sign in ("\r\n", "\r", "\u0085", "\u2028", "\u2029"):
        text = text.replace(sign, "\n")
    assert one.html.strip() == clean(text).strip()
    if Kind.COMMENT in found:
        assert found[Kind.COMMENT].markdown.rstrip("\n") == safe(text).strip("\n").rstrip()


def test_thousands_of_responses_are_merged_in_linear_time():
    """The time grows with the number of responses alone."""

    def archive(count):
        news = [heard(f"w{n}", f"https://a.example/{n}", html="<p>x</p>") for n in range(count)]
        return merge("", news).text, [
            replace(one, response=replace(one.response, name="New")) for one in news
        ]

    def change_all(case):
        text, changed = case
        assert merge(text, changed).changed == len(changed)

    assert grows_linearly(change_all, small=archive(150), large=archive(150 * LARGER))
