"""What a stranger may say in HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from partwork.responses.clean import (
    _PLAIN,
    _PLAIN_ADDRESS,
    _PROSE,
    REL,
    TAGS,
    Cleaner,
    _converter,
    _pass,
    clean,
    name,
    web_address,
)
from partwork.text import safe
from tests.builders import PROPERTY, make_response
from tests.responses.hostile import assert_harmless, tree


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>One <em>two</em> <strong>three</strong>.</p>", None),
        ("<blockquote><p>Said.</p></blockquote><p>Yes.<br>No.</p>", None),
        ("<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>", None),
        ("<pre><code>x &lt; y &amp;&amp; z</code></pre>", None),
        (
            "<p>H<sub>2</sub>O x<sup>2</sup> <kbd>Ctrl</kbd> <q>q</q> <s>s</s> <del>d</del> <ins>i</ins></p>",
            None,
        ),
        ('<abbr title="Human Resources">HR</abbr> <cite>A Book</cite> <b>b</b> <i>i</i>', None),
        (
            '<a href="https://x.example/a?b=1&amp;c=2#d">x</a>',
            f'<a href="https://x.example/a?b=1&amp;c=2#d" rel="{REL}">x</a>',
        ),
        ('<a href="HTTP://X.example/">x</a>', f'<a href="http://X.example/" rel="{REL}">x</a>'),
        ('<a href="mailto:a@x.example">x</a>', f'<a href="mailto:a@x.example" rel="{REL}">x</a>'),
        ("<p>2 < 3 & 4 > 1</p>", "<p>2 &lt; 3 &amp; 4 &gt; 1</p>"),
        ("<p>unclosed", "<p>unclosed</p>"),
        ("<h1>Title</h1><div>text</div>", "Titletext"),
        ("a<script>b</script>c<style>d</style>e", "ace"),
        ("<!-- secret -->seen", "seen"),
        ("שלום 👩\u200d💻 é e\u0301", None),
        ("<pre>\n  x</pre>", "<pre>  x</pre>"),
        ("", ""),
    ],
)
def test_what_is_allowed_stays(html, cleaned):
    """Phrasing, lists, quotations, code and links to the web stay as they are."""
    assert clean(html) == (html if cleaned is None else cleaned)


_SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [f"<{tag}>" for tag in sorted(TAGS)]
            + [f"</{tag}>" for tag in sorted(TAGS)]
            + "<table> </table> <tr> <td> <caption> <button> </button> <object> <marquee> </marquee>".split()
            + "<svg> </svg> <math> <mtext> <mi> <mglyph> <style> </style> <template> </template>".split()
            + "<form> <select> <option> <div> </div> <h1> <title> <!-- --> <![CDATA[ ]]> <noscript>".split()
            + ["<a href='https://x.example/'>", "<a href=javascript:x>", "<b id=x class=y onclick=z>"]
            + [
                "<abbr title='<b>{{\"'>",
                "&lt;",
                "&#x202e;",
                "&#x338;",
                "&#10;",
                "\n",
                " ",
                "x",
                "{{",
                "|",
                "=",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=24,
).map("".join)


@given(_SOUP)
@settings(PROPERTY, max_examples=400)
def test_any_soup_of_tags_comes_out_harmless_and_stays(html):
    """Whatever tags are heaped up, only the allow-list is left, and cleaning it again changes nothing."""
    cleaned = clean(html)
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(max_size=60))
@settings(PROPERTY)
def test_text_stays_text(text):
    """Text that was escaped reads the same afterwards, but for what is unsafe in any text."""
    shown = "".join(tree(clean(str(escape(text)))).itertext())
    assert shown == safe(text).replace("\r\n", "\n").replace("\r", "\n")


def test_what_never_stands_still_is_shown_as_text(monkeypatch):
    """Where cleaning goes on changing the tree, no tag of it is trusted."""
    monkeypatch.setattr("partwork.responses.clean._PASSES", 1)
    cleaned = clean("<p><button><p>x")
    assert cleaned == "&lt;p&gt;&lt;p&gt;x&lt;/p&gt;&lt;/p&gt;"
    assert_harmless(cleaned)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 20_000,
        "<blockquote>" * 5_000,
        "<a href=https://x.example/>" * 5_000,
        "<b><p>" * 5_000,
        "<p><button>" * 3_000,
        "<" * 100_000,
        "&" * 100_000,
        "<pre>" + "\n" * 50_000,
        "<b " + "a=b " * 50_000 + ">",
        "<p>" + "<em>x</em> " * 20_000,
        '<p><a href="https://' + "a-b." * 20_000,
        "<div>" * 20_000,
        "<ul><li>" * 10_000,
        "<p>" + "".join(f"<b x={n}>" for n in range(5_000)) + "</p>" + "<p>x</p>" * 5_000,
        "<p>" + "".join(f"<b x={n}>" for n in range(900)) + "</p>" + "<p>x</p>" * 500,
    ],
)
def test_heaps_of_tags_take_no_recursion_and_little_time(html):
    """A response made to be slow, or to fill the page, is cleaned at once and stays of its size."""
    began = time.process_time()
    cleaned = clean(html)
    assert time.process_time() - began < 30
    assert len(cleaned) < 6 * len(html)
    assert_harmless(cleaned)


@pytest.mark.parametrize(
    "html", ["<p>x<br>y</p>" * 660, "<ul>" + "<li><b>x</b> <i>y</i></li>" * 330 + "</ul>"]
)
def test_a_long_response_keeps_its_tags(html):
    """What people write at length is far from what is made to be slow."""
    assert len([*tree(clean(html)).iter()]) == len([*tree(html).iter()])


@pytest.mark.parametrize(
    "markdown",
    [
        "[",
        "![",
        "[a](",
        "<a ",
        "<![CDATA[",
        "<http://",
        "a\n=\n",
        "`a``",
        "*a _b ",
        "> ",
        "- a\n",
        "&#",
        "\\",
    ],
)
def test_markdown_made_to_be_slow_is_shown_as_written(markdown):
    """A hundred thousand signs of Markdown are no text; they take no time and lose nothing."""
    heap = markdown * (100_000 // len(markdown))
    began = time.process_time()
    html = Cleaner().html(make_response(html="", markdown=heap))
    assert time.process_time() - began < 30
    assert "".join(tree(html).itertext()) == heap


@pytest.mark.parametrize(
    "markdown", ["*a* `b` [c](https://x.example/)\n\n" * 90, "> said\n\nand *so* on\n\n" * 200]
)
def test_long_markdown_is_read(markdown):
    """What people write at length is read as Markdown."""
    assert "<em>" in Cleaner().html(make_response(html="", markdown=markdown))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://x.example/", "https://x.example/"),
        (" http://x.example/a?b=1&c=2 ", "http://x.example/a?b=1&amp;c=2"),
        ("https://x.example/\"onclick='x'", "https://x.example/&#34;onclick=&#39;x&#39;"),
        ("https://x.example/{{x}}|y", "https://x.example/&#123;&#123;x&#125;&#125;&#124;y"),
        ("https://x.example/\u202efdp.exe", "https://x.example/fdp.exe"),
        ("mailto:a@x.example", ""),
        ("MAILTO:a@x.example", ""),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//x.example/", ""),
        ("/x", ""),
        ("x.example", ""),
        ("https:x.example", ""),
        ("https://x.example/ onclick=x", ""),
        ("https://x.example/\nhttps://y.example/", ""),
        ("https://[::1", ""),
        ("{filename}/x.md", ""),
        ("", ""),
    ],
)
def test_address_of_a_name_leads_to_the_web_or_nowhere(url, shown):
    """A name links to a web address, escaped; to nothing else."""
    assert web_address(url) == Markup(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A Reader", "A Reader"),
        ("  A \n\t Reader ", "A Reader"),
        ("<b>Ann</b> & Co", "&lt;b&gt;Ann&lt;/b&gt; &amp; Co"),
        ("{{ x }} |y|", "&#123;&#123; x &#125;&#125; &#124;y&#124;"),
        ("Ann\u202e\x00\x07", "Ann"),
        ("Rene\u0301", "René"),
        ("x" * 200, "x" * 120),
        ("", ""),
    ],
)
def test_name_is_one_escaped_line(text, shown):
    """A name is one line of bounded length that cannot be markup."""
    assert name(text) == Markup(shown)


def test_markdown_of_a_response_becomes_clean_html():
    """Markdown is read with its line breaks, and its links are marked as a stranger's."""
    html = Cleaner().html(make_response(html="", markdown="*Yes*,\nsee <https://x.example/>.\n\n> Said."))
    assert html == (
        f'<p><em>Yes</em>,<br>\nsee <a href="https://x.example/" rel="{REL}">https://x.example/</a>.</p>\n'
        "<blockquote>\n<p>Said.</p>\n</blockquote>"
    )
    assert isinstance(html, Markup)


def test_html_of_a_response_is_cleaned():
    """HTML goes through the cleaner; a response without text is empty."""
    assert Cleaner().html(make_response(html="<p onclick=x>Hi</p>")) == "<p>Hi</p>"
    assert Cleaner().html(make_response(html="")) == ""


def test_one_response_leaves_nothing_to_the_next():
    """A link that one response defines means nothing in another."""
    cleaner = Cleaner()
    cleaner.html(make_response(html="", markdown="[x]: https://evil.example/\n\n[x]"))
    assert cleaner.html(make_response(html="", markdown="[x]")) == "<p>[x]</p>"


@pytest.mark.parametrize("markdown", ["- " * 3000 + "x", "1. " * 2000 + "<b>x</b>"])
def test_lists_too_deep_for_markdown_are_shown_as_written(markdown):
    """A response that Markdown cannot read is shown as its text, and the next one is read as ever."""
    cleaner = Cleaner()
    html = cleaner.html(make_response(html="", markdown=markdown))
    assert_harmless(html)
    assert "".join(tree(html).itertext()) == markdown
    assert cleaner.html(make_response(html="", markdown="*x*")) == "<p><em>x</em></p>"


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u200d", "\u0301", "\u2060 \ufe0f"])
def test_a_name_that_cannot_be_seen_is_none(text):
    """Zero-width characters and loose marks make no name."""
    assert name(text) == ""


_WORDS = st.text(st.characters(exclude_characters="<>&{}|\r\xa0"), max_size=8)
_LINK = st.builds(
    '<a href="{}"{}>{}</a>'.format,
    st.from_regex(_PLAIN_ADDRESS, fullmatch=True),
    st.sampled_from(["", f' rel="{REL}"']),
    _WORDS,
)
_STRESS = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["em", "strong", "code"]), _WORDS)
_PARAGRAPH = st.lists(st.one_of(_WORDS, st.just("<br>\n"), _STRESS, _LINK), max_size=4).map("".join)


@PROPERTY
@given(st.lists(_PARAGRAPH, min_size=1, max_size=3), st.sampled_from(["", "\n", "\n\n"]))
def test_what_is_plain_is_cleaned_as_anything_is(paragraphs, gap):
    """The short way for paragraphs of text, stress and links ends where the sanitiser does."""
    html = gap.join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    assert _PLAIN.fullmatch(html)
    assert clean(html) == _pass(safe(html))
    assert clean(clean(html)) == clean(html)


_SIGNS = st.text(st.one_of(st.sampled_from("abé1 .,;:-=+~#'\"()/\u2028\n"), st.characters()), max_size=12)
_STARRED = st.builds(
    "{0}{1}{0}".format,
    st.sampled_from(["*", "**", "`"]),
    st.sampled_from(["a", "é b", "1", "a-b", "a  b", ""]),
)


@given(st.lists(st.one_of(_SIGNS, _STARRED), max_size=5).map(" ".join))
@settings(PROPERTY, max_examples=150)
def test_prose_is_read_as_markdown_reads_it(text):
    """The short way for paragraphs of prose ends where Markdown does."""
    markdown = safe(f"a{text}")
    if _PROSE.fullmatch(markdown):
        assert Cleaner().html(make_response(html="", markdown=markdown)) == clean(
            _converter().convert(markdown)
        )


@pytest.mark.parametrize(
    "url", ["https://xn--a.example/", "https://1.2.3.400/", "https://a_b.example/", "https://a/"]
)
def test_odd_hosts_take_the_long_way(url):
    """Only a host that every reader of addresses takes for one is let through without a look."""
    assert not _PLAIN_ADDRESS.fullmatch(url)
