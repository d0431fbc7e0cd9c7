"""Responses files: what they say, and what is wrong with them."""

import re
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.errors import Place
from partwork.model import Kind, Response, Type
from partwork.responses import document
from partwork.responses.archive import Archive
from partwork.responses.file import decode
from tests.builders import PROPERTY

_SOURCE = "job/resume.responses.yaml"
_LONDON = ZoneInfo("Europe/London")
_ONE = "- id: 1\n  published: 2010-05-04T10:12:00Z\n  html: <p>x</p>\n"
_DATE_MEND = "Write a date with time and offset, as in 2010-05-04T10:12:00-07:00."
_QUOTE_MEND = "Put the value in quotes: without them YAML reads a number, a date, or yes and no."
_KEY_MEND = "Put every key in quotes that is a number, a date, or yes and no."
_KEYS = (
    "id, published, kind, type, name, url, source, reply_to, by_author, gone, ref, withdrawn, html"
    " or markdown"
)
_WHOLE_MEND = "Write a whole number from 1, without quotes and leading zeros."
_LIST_MEND = 'Begin the file with "responses:" and a list below it, each response beginning with "- id: ".'


def read(content):
    """Decode a file of a site in London."""
    return decode(_SOURCE, content.encode() if isinstance(content, str) else content, _LONDON)


def responses(*entries):
    """Write a file of the entries."""
    return "responses:\n" + "".join(entries)


def test_file_says_everything_there_is():
    """Each key finds its field; dates keep their offsets."""
    content = """\
comments: closed
pings: open
responses:
- id: 1041
  kind: comment
  name: A Reader
  url: https://reader.example/
  published: 2010-05-04T10:12:00-07:00
  html: <p>…</p>
- id: 1042
  reply_to: 1041
  by_author: true
  published: 2010-05-04 18:00:00Z
  markdown: |
    *Thank* you.
- id: 1050
  kind: pingback
  name: "The Title: Of Their Page"
  source: https://elsewhere.example/a-post/
  published: 2010-05-05T00:00:00+01:00
- id: 1051
  kind: webmention
  type: like
  source: https://elsewhere.example/liked/
  published: 2010-05-05T00:00:00Z
  gone: 2012-01-31
  ref: 4f0d~9a1b2c3d
- id: 1052
  published: 2010-05-05T00:00:00Z
  withdrawn: true
"""
    assert read(content) == (
        Archive(
            responses=(
                Response(
                    1041,
                    Kind.COMMENT,
                    datetime(2010, 5, 4, 10, 12, tzinfo=timezone(timedelta(hours=-7))),
                    name="A Reader",
                    url="https://reader.example/",
                    html="<p>…</p>",
                ),
                Response(
                    1042,
                    Kind.COMMENT,
                    datetime(2010, 5, 4, 18, tzinfo=UTC),
                    reply_to=1041,
                    by_author=True,
                    markdown="*Thank* you.\n",
                ),
                Response(
                    1050,
                    Kind.PINGBACK,
                    datetime(2010, 5, 4, 23, tzinfo=UTC),
                    name="The Title: Of Their Page",
                    source="https://elsewhere.example/a-post/",
                ),
                Response(
                    1051,
                    Kind.WEBMENTION,
                    datetime(2010, 5, 5, tzinfo=UTC),
                    type=Type.LIKE,
                    source="https://elsewhere.example/liked/",
                    gone=date(2012, 1, 31),
                    ref="4f0d~9a1b2c3d",
                ),
                Response(1052, Kind.COMMENT, datetime(2010, 5, 5, tzinfo=UTC), withdrawn=True),
            ),
            comments="closed",
            pings="open",
        ),
        (),
    )


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n", "---\n", "\ufeff", "{}", "responses: []"])
def test_file_of_nothing_says_nothing(content):
    """An empty file is a post without responses."""
    assert read(content) == (Archive(), ())


def test_byte_order_mark_is_no_content():
    """A file from an editor that writes a byte order mark is read."""
    assert read(b"\xef\xbb\xbfcomments: closed\n")[0].comments == "closed"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2010-05-04T10:12:00", datetime(2010, 5, 4, 9, 12, tzinfo=UTC)),
        ("2010-01-04 10:12:00", datetime(2010, 1, 4, 10, 12, tzinfo=UTC)),
        ('"2010-05-04T10:12:00"', datetime(2010, 5, 4, 9, 12, tzinfo=UTC)),
        ("2010-05-04T10:12:00Z", datetime(2010, 5, 4, 10, 12, tzinfo=UTC)),
        ("2010-05-04T10:12:00+02:00", datetime(2010, 5, 4, 8, 12, tzinfo=UTC)),
    ],
)
def test_date_without_offset_is_in_the_zone_of_the_site(written, utc):
    """A naive date is one of the site's clocks, summer time included; any other means what it says."""
    archive, problems = read(responses(_ONE.replace("2010-05-04T10:12:00Z", written)))
    assert problems == ()
    assert archive.responses[0].published == utc
    assert archive.responses[0].published.tzinfo is not None


@pytest.mark.parametrize("kind", [*Kind])
def test_kinds_are_read(kind):
    """Each kind of response is known by its word."""
    archive, problems = read(responses(_ONE + f"  kind: {kind}\n"))
    assert problems == ()
    assert archive.responses[0].kind is kind


@pytest.mark.parametrize("kind", [Kind.PINGBACK, Kind.TRACKBACK, Kind.WEBMENTION])
def test_mention_needs_no_text(kind):
    """A page that links here need not say anything."""
    assert read(responses(f"- {{id: 1, kind: {kind}, published: 2010-05-04T10:12:00Z}}\n"))[1] == ()


def _second(key, value):
    """Write a file whose second response has one value of its own."""
    entry = _ONE.replace("id: 1", "id: 2")
    known = {"id": "2", "published": "2010-05-04T10:12:00Z", "html": "<p>x</p>"}
    if key in known:
        return responses(_ONE, entry.replace(f"{key}: {known[key]}", f"{key}: {value}"))
    return responses(_ONE, entry, f"  {key}: {value}\n")


@pytest.mark.parametrize(
    ("key", "value", "line", "what", "mend"),
    [
        ("published", "yesterday", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-02-30T10:00:00Z", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-02-30", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-05-04T25:12:00", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-05-04T10:12:00+99:00", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "!!timestamp soon", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-05-04 10:12", 6, "Invalid RFC3339 encoded datetime.", _DATE_MEND),
        ("published", "2010-05-04", 6, "Expected `datetime`, got `date`.", _DATE_MEND),
        ("published", "1273000000", 6, "Expected `datetime`, got `int`.", _DATE_MEND),
        ("published", "", 6, "Expected `datetime`, got `null`.", _DATE_MEND),
        ("id", "two", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "true", 5, "Expected `int`, got `bool`.", _WHOLE_MEND),
        ("id", "2.0", 5, "Expected `int`, got `float`.", _WHOLE_MEND),
        ("id", "0", 5, "Expected `int` >= 1.", _WHOLE_MEND),
        ("id", "!!int two", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "017", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "0x1f", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "1:30", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "1_000", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "1:" * 300 + "1.5", 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "0x" + "f" * 5000, 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("id", "9" * 19, 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("reply_to", "0x" + "f" * 5000, 8, "Expected `int | null`, got `str`.", _WHOLE_MEND),
        ("published", "0001-01-01T00:00:00+14:00", 6, "The date is out of range.", _DATE_MEND),
        ("published", "9999-12-31T23:59:59-12:00", 6, "The date is out of range.", _DATE_MEND),
        ("id", "9" * 5000, 5, "Expected `int`, got `str`.", _WHOLE_MEND),
        ("by_author", "!!bool perhaps", 8, "Expected `bool`, got `str`.", "Write true or false."),
        ("kind", "pngback", 8, "Unknown value.", None),
        ("name", "No", 8, "Expected `str`, got `bool`.", _QUOTE_MEND),
        ("name", "1984", 8, "Expected `str`, got `int`.", _QUOTE_MEND),
        ("url", "2010-05-04", 8, "Expected `str`, got `date`.", _QUOTE_MEND),
        ("reply_to", "Ann", 8, "Expected `int | null`, got `str`.", _WHOLE_MEND),
        ("by_author", "1", 8, "Expected `bool`, got `int`.", "Write true or false."),
        ("gone", "March", 8, "Invalid RFC3339 encoded date.", "Write a day, as in 2027-03-14."),
        ("gone", "2027-02-30", 8, "Invalid RFC3339 encoded date.", "Write a day, as in 2027-03-14."),
        ("gone", "true", 8, "Expected `date | null`, got `bool`.", "Write a day, as in 2027-03-14."),
        ("type", "likes", 8, "Unknown value.", "Write mention, reply, like, repost, bookmark or rsvp."),
    ],
)
def test_wrong_value_is_told_with_file_line_and_path(key, value, line, what, mend):
    """A value of the wrong kind is one problem, at its line and its path in the document."""
    archive, (problem,) = read(_second(key, value))
    assert problem.where == Place(_SOURCE, line, f"$.responses[1].{key}")
    assert problem.what == what
    assert problem.value == re.sub(r"^!!\w+ ", "", value)
    assert problem.mend == (mend or "Write comment, pingback, trackback or webmention.")
    assert archive == Archive()


@pytest.mark.parametrize(
    ("content", "place", "what", "value", "mend"),
    [
        (
            _second("nmae", "Ann"),
            (8, "$.responses[1].nmae"),
            "There is no such key.",
            "nmae",
            'Take it out; the nearest is "name".',
        ),
        (
            _second("email", "ann@reader.example"),
            (8, "$.responses[1].email"),
            "There is no such key.",
            "email",
            f"Take it out; there are {_KEYS}.",
        ),
        (
            "commentz: closed\n",
            (1, "$.commentz"),
            "There is no such key.",
            "commentz",
            'Take it out; the nearest is "comments".',
        ),
        (
            "pings: open\nzyzzyva: 1\n",
            (2, "$.zyzzyva"),
            "There is no such key.",
            "zyzzyva",
            "Take it out; there are comments, pings or responses.",
        ),
        ("comments: maybe\n", (1, "$.comments"), "Unknown value.", "maybe", "Write open or closed."),
        (
            responses("- id: 1\n  html: x\n"),
            (2, "$.responses[0]"),
            "Object missing required field `published`.",
            "",
            'Add "published: ...".',
        ),
        (responses("- 5\n"), (2, "$.responses[0]"), "Expected `object`, got `int`.", "5", _LIST_MEND),
        ("responses: {a: b}\n", (1, "$.responses"), "Expected `array`, got `object`.", "", _LIST_MEND),
        ("responses:\n", (1, "$.responses"), "Expected `array`, got `null`.", "", _LIST_MEND),
        (
            _ONE,
            (1, "$"),
            "Expected `object`, got `array`.",
            "",
            _LIST_MEND,
        ),
        (
            "Four thoughts\n",
            (1, "$"),
            "Expected `object`, got `str`.",
            "Four thoughts",
            _LIST_MEND,
        ),
        (responses(_ONE, "  5: x\n"), (2, "$.responses[0]"), "Expected `str`.", "", _KEY_MEND),
        (
            responses(_ONE, '  "a.b": x\n'),
            (5, "$.responses[0].a.b"),
            "There is no such key.",
            "a.b",
            f"Take it out; there are {_KEYS}.",
        ),
        (
            responses(_ONE, '  " - at `$.responses[9]\\n`": x\n'),
            (5, "$.responses[0]. - at `$.responses[9]\n`"),
            "There is no such key.",
            " - at `$.responses[9]\n`",
            f"Take it out; there are {_KEYS}.",
        ),
        (
            responses("- id: 1\n  published: 2010-05-04T10:12:00Z\n  markdown: |+\n\n\n"),
            (2, "$.responses[0]"),
            "The comment has no text.",
            "",
            'Add "html: ..." or "markdown: ...".',
        ),
        (
            responses(_ONE, _ONE),
            (5, "$.responses[1].id"),
            "Two responses have the id 1; the other is $.responses[0].",
            "1",
            "Give one of them an id of its own.",
        ),
        (
            responses(_ONE, "  reply_to: 1\n"),
            (5, "$.responses[0].reply_to"),
            "The response is a reply to itself.",
            "1",
            "Name the response it answers.",
        ),
        (
            responses(_ONE, "  markdown: y\n"),
            (5, "$.responses[0].markdown"),
            "The response has two texts.",
            "y",
            "Keep html or markdown.",
        ),
        (
            responses(_ONE, "- id: 2\n  published: 2010-05-04T10:12:00Z\n"),
            (5, "$.responses[1]"),
            "The comment has no text.",
            "",
            'Add "html: ..." or "markdown: ...".',
        ),
    ],
)
def test_wrong_document_is_one_clear_problem(content, place, what, value, mend):
    """What is wrong is told once: the file, the line, the path, the value and what to do."""
    archive, (problem,) = read(content)
    assert problem.where == Place(_SOURCE, *place)
    assert (problem.what, problem.value, problem.mend) == (what, value, mend)
    assert archive == Archive()


_INDENT_MEND = "Quote the value, or indent the line."


@pytest.mark.parametrize(
    ("content", "line", "what", "value", "mend"),
    [
        ("comments: [\n", 2, "The file is not YAML.", "did not find expected node content", _INDENT_MEND),
        (
            responses("- id: 1\n  name: Re: mine\n"),
            3,
            "The file is not YAML.",
            "mapping values are not allowed in this context",
            _INDENT_MEND,
        ),
        (
            "responses:\n\t- id: 1\n",
            2,
            "The file is not YAML.",
            "found character that cannot start any token",
            _INDENT_MEND,
        ),
        (
            "comments: open\n---\ncomments: closed\n",
            2,
            "The file is not YAML.",
            "but found another document",
            _INDENT_MEND,
        ),
        (
            "a: &a [x]\nb: *a\n",
            2,
            "The file is not YAML.",
            'aliases ("*a") are not allowed',
            "Quote the value.",
        ),
        (
            "comments: open\npings: open\ncomments: closed\n",
            3,
            "The file is not YAML.",
            'the key "comments" is there twice',
            "Take one of them out.",
        ),
        (
            responses(_ONE, "  html: <p>y</p>\n"),
            5,
            "The file is not YAML.",
            'the key "html" is there twice',
            "Take one of them out.",
        ),
        (
            "x: !!python/object/apply:os.system [ls]\n",
            1,
            "The file is not YAML.",
            "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
            _INDENT_MEND,
        ),
        (
            "pings: !!map open\n",
            1,
            "The file is not YAML.",
            "expected a mapping node, but found scalar",
            _INDENT_MEND,
        ),
        (
            "pings: !!map [a]\n",
            1,
            "The file is not YAML.",
            "expected a mapping node, but found sequence",
            _INDENT_MEND,
        ),
        ("? [a]\n: b\n", 1, "The file is not YAML.", "found unhashable key", _INDENT_MEND),
        (
            "é: 'é\n\n\x07'\n",
            3,
            "The file is not YAML.",
            "control characters are not allowed",
            "Take the character out.",
        ),
        (
            "a: \x00\n",
            1,
            "The file is not YAML.",
            "control characters are not allowed",
            "Take the character out.",
        ),
        (b"comments: open\nx: caf\xe9\n", 2, "The file is not UTF-8.", r"b'\xe9'", "Save it as UTF-8."),
        (b"\xff\xfec\x00", 1, "The file is not UTF-8.", r"b'\xff'", "Save it as UTF-8."),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(content, line, what, value, mend):
    """A file that cannot be read is one problem at the line where reading ended."""
    archive, (problem,) = read(content)
    assert problem.where == Place(_SOURCE, line)
    assert (problem.what, problem.value, problem.mend) == (what, value, mend)
    assert archive == Archive()


def test_all_faults_of_a_file_are_told_together():
    """Each fault that the types cannot tell is told, in the order of the file."""
    content = responses(
        _ONE,
        "  reply_to: 1\n",
        _ONE,
        "  markdown: y\n",
        "- id: 3\n  published: 2010-05-04T10:12:00Z\n",
    )
    assert [(p.where.line, p.where.path) for p in read(content)[1]] == [
        (5, "$.responses[0].reply_to"),
        (6, "$.responses[1].id"),
        (9, "$.responses[1].markdown"),
        (10, "$.responses[2]"),
    ]


def test_bomb_of_aliases_is_refused_at_once():
    """A document whose aliases multiply is refused before it is built."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    began = time.process_time()
    _, (problem,) = read("\n".join(lines))
    assert problem.value == 'aliases ("*a0") are not allowed'
    assert time.process_time() - began < 20


@pytest.mark.parametrize("prefix", ["", "responses:\n- id: 1\n  html: "], ids=["at the top", "in a response"])
@pytest.mark.parametrize("sign", ["[", "{", "{a: ", "- ", "? ", "[{a: "])
def test_depth_does_not_end_the_interpreter(prefix, sign):
    """A document a hundred thousand levels deep is one problem; the process that reads it lives on."""
    program = (
        "import sys; from zoneinfo import ZoneInfo; from partwork.responses.file import decode\n"
        "prefix, sign = sys.argv[1:]\n"
        "archive, problems = decode('x', (prefix + sign * 100_000).encode(), ZoneInfo('UTC'))\n"
        "print(len(problems), problems[0].what)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, prefix, sign], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "1 The file is not YAML.\n"), done.stderr


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", (1, "")),
        ("$.a", (1, "1")),
        ("$.b[1].c", (4, "2")),
        ("$.b[1].d", (4, "")),
        ("$.b[1].d.e", (4, "")),
        ("$.a[0]", (1, "1")),
    ],
)
def test_place_is_found_or_the_nearest_to_it(path, found):
    """A path leads to a line and a value; one that leads nowhere ends as near to it as can be."""
    root = document.compose("a: 1\nb:\n- x\n- c: 2\n")
    assert document.locate(root, path) == found


def test_usual_depth_is_read():
    """As many levels as a document may have are read; one more is told."""
    levels = "[" * 20 + "]" * 20
    assert document.load(levels)
    assert read(f"comments: {levels}")[1][0].value == "more than 20 levels"


@pytest.mark.parametrize("text", ["a & b * c", "*emphasis* and &amp;", "[a](b) {c} [[d]]", "a: b - c ? d"])
def test_signs_of_yaml_inside_a_text_are_text(text):
    """What a reader writes in a block or in quotes is never read as YAML."""
    for written in (f"|\n    {text}\n", f"'{text}'\n"):
        entry = f"- id: 1\n  published: 2010-05-04T10:12:00Z\n  markdown: {written}"
        archive, problems = read(responses(entry))
        assert problems == ()
        assert archive.responses[0].markdown.strip() == text


def test_many_faults_take_linear_time():
    """Five thousand faulty responses are told in the time it takes to read them a few times."""
    entries = [f"- id: {n}\n  published: 2010-05-04T10:12:00Z\n" for n in range(1, 5001)]
    began = time.process_time()
    assert len(read(responses(*entries))[1]) == 5000
    assert time.process_time() - began < 90


@given(st.binary(max_size=80))
@settings(PROPERTY)
def test_any_bytes_are_read_or_told(content):
    """No file, however odd, does more than tell what is wrong with it."""
    archive, problems = read(content)
    assert archive == Archive() or not problems
    assert all(problem.where.file == _SOURCE and problem.where.line >= 1 for problem in problems)


@given(st.text(alphabet="-?:[]{}&*!|>'\"%@`# \n\tab1", max_size=60))
@settings(PROPERTY, max_examples=150)
def test_any_signs_of_yaml_are_read_or_told(content):
    """No arrangement of YAML's own signs does more than tell what is wrong with it."""
    archive, problems = read("responses:\n" + content)
    assert archive == Archive() or not problems
    past_the_end = content.count("\n") + 3
    assert all(1 <= problem.where.line <= past_the_end for problem in problems)


_DIGITS = "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][0-2][0-9]:[0-6][0-9]|)"


@given(
    st.lists(
        st.one_of(
            st.from_regex(_DIGITS, fullmatch=True),
            st.from_regex(r"[-+]?[0-9]{1,20}", fullmatch=True),
            st.sampled_from(
                "yes No on off true False null ~ 1_0 0x1f 0o7 1:30 .5 .inf 2026-01-01 name t".split()
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(PROPERTY, max_examples=150)
def test_values_are_read_as_pyyaml_reads_them(values):
    """The short ways for numbers, dates and what was met before end where PyYAML does."""
    text = "".join(f"- {value}\n" for value in values)
    assert repr(document.load(text)) == repr(document._any(text))


def test_every_faulty_response_is_told():
    """Faults of several responses come together, each with its own line."""
    text = "responses:\n- id: x\n  published: 2026-01-01T00:00:00Z\n  html: a\n- id: 2\n  html: b\n- 3\n"
    _, problems = decode("a.responses.yaml", text.encode(), ZoneInfo("UTC"))
    assert [(problem.where.line, problem.where.path) for problem in problems] == [
        (2, "$.responses[0].id"),
        (5, "$.responses[1]"),
        (7, "$.responses[2]"),
    ]
