"""Plain strings, inline HTML and the words of a page."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork import text
from tests.builders import PROPERTY

_TEXT = st.text(max_size=60)
_SIGNS = ["<b>", "</b>", "<em class='x'>", "</em>", "<br/>", "<", ">", "&", "&amp;", "&lt;", "x", " ", '"']
_MARKUP = st.lists(st.sampled_from(_SIGNS)).map("".join)


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("Plain", "Plain"),
        ("C++ & Co", "C++ &amp; Co"),
        ("AT&T", "AT&amp;T"),
        ("Already &amp; written", "Already &amp; written"),
        ("&#8220;Quoted&#x201d;", "&#8220;Quoted&#x201d;"),
        ("Fish &chips", "Fish &amp;chips"),
        ("a < b > c", "a &lt; b > c"),
        ("I <3 you", "I &lt;3 you"),
        ("An <em>old</em> story", "An <em>old</em> story"),
        ('A <span class="x">b</span><br/>', 'A <span class="x">b</span><br/>'),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<bold>", "&lt;bold>"),
        ("<em", "&lt;em"),
        ("<b <i>x</i>", "&lt;b <i>x</i>"),
        ("The <q> element", "The &lt;q> element"),
        ("</b>The end", "&lt;/b>The end"),
        ("<b>One <i>two</b> three</i>", "<b>One &lt;i>two</b> three&lt;/i>"),
        ("<b>one</b> <b>two", "<b>one</b> &lt;b>two"),
        ("a<wbr>b</br>c", "a<wbr>b&lt;/br>c"),
        ('<b title="x>y</b>', '&lt;b title="x>y&lt;/b>'),
        ("<b title='x' lang=en>y</b >", "<b title='x' lang=en>y</b >"),
        ("Left \u202e right\x00", "Left  right"),
    ],
)
def test_inline_keeps_phrasing_and_makes_the_rest_text(title, html):
    """A title keeps its inline tags in pairs; every other sign of markup becomes text."""
    assert text.inline(title) == html


@given(_MARKUP)
@settings(PROPERTY)
def test_inline_closes_what_it_opens(title):
    """No title changes how the page reads after it."""
    page = BeautifulSoup(f"<p>{text.inline(title)}<s>after</s></p>", "html5lib")
    assert page.body.decode_contents().endswith("<s>after</s></p>")
    assert [parent.name for parent in page.s.parents][:2] == ["p", "body"]


@given(_MARKUP)
@settings(PROPERTY)
def test_inline_twice_is_inline_once(title):
    """Making inline HTML of inline HTML changes nothing."""
    once = text.inline(title)
    assert text.inline(once) == once


@given(st.text(alphabet="ab <>&;.'é", max_size=40))
@settings(PROPERTY)
def test_title_without_markup_comes_back_from_inline(title):
    """A title that holds no tag reads the same after it was HTML."""
    title = title.replace(";", "").replace("<a", "<é").replace("<b", "<é")
    assert text.plain(text.inline(title)) == " ".join(title.split())


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<p>One\n  two</p>", "One two"),
        ("C++ &amp; Co", "C++ & Co"),
        ("a<!-- b > c --> d", "a d"),
        ("&lt;b&gt;", "<b>"),
        ("caf&eacute; &#8212;", "café —"),
        ("2 < 3", "2 < 3"),
        ('<span class="caps">HR</span>&nbsp;and', "HR and"),
        ("", ""),
    ],
)
def test_plain_is_one_line_of_words(markup, plain):
    """HTML becomes one line: no tags, no entities, no runs of space."""
    assert text.plain(markup) == plain


@pytest.mark.parametrize(
    ("markup", "clean"),
    [
        ('The <span class="caps">HR</span> desk', "The HR desk"),
        ('You <span class="amp">&amp;</span> me', "You &amp; me"),
        ('<span class="dquo">&#8220;</span>Yes&#8221;', "&#8220;Yes&#8221;"),
        ('<span class="quo">&#8216;</span>', "&#8216;"),
        ('2<span class="ord">nd</span> of <span class="numbers">10</span>', "2nd of 10"),
        ('<span class="caps">A<span class="amp">&amp;</span>B</span>', "A&amp;B"),
        ('<span class="mine">x</span>', '<span class="mine">x</span>'),
        ("<em>x</em>", "<em>x</em>"),
    ],
)
def test_untypogrified_takes_styling_spans_alone(markup, clean):
    """The spans of typogrify go, nested ones too; an author's own stay."""
    assert text.untypogrified(markup) == clean


@pytest.mark.parametrize(
    ("markup", "count"),
    [("", 0), ("<p>One two</p><p>three</p>", 3), ("one<br>two", 2), ("<p></p>", 0), ("a < b", 3)],
)
def test_words_are_counted_between_tags(markup, count):
    """Words are what a reader meets, wherever the tags stand."""
    assert text.words(markup) == count


@pytest.mark.parametrize(
    ("unsafe", "safe"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1b\x7f\x85b", "ab"),
        ("a\tb\r\nc", "a\tb\r\nc"),
        ("a\u202eb\u202c", "ab"),
        ("a\u2066b\u2069", "ab"),
        ("a\ud800b", "ab"),
        ("a\ufffe\uffff\ufdd0b", "ab"),
        ("שלום \u200fعربي", "שלום \u200fعربي"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_safe_takes_what_xml_and_readers_cannot_bear(unsafe, safe):
    """Controls, surrogates, non-characters and overrides go; right-to-left text and emoji stay."""
    assert text.safe(unsafe) == safe


@given(st.text(alphabet=st.characters(), max_size=60))
@settings(PROPERTY)
def test_safe_text_can_be_written_and_is_left_alone(anything):
    """Safe text goes into a UTF-8 file, and is safe."""
    once = text.safe(anything)
    once.encode()
    assert text.safe(once) == once


@pytest.mark.parametrize("code", ["en", "de", "pt-BR", "zh_CN", "zh-Hant-TW", "ast", "de-CH-1996"])
def test_codes_of_languages_are_known_by_their_form(code):
    """Letters, then subtags."""
    assert text.is_language(code)


@pytest.mark.parametrize(
    "code", ["", "e", "en-", "-", "en us", "../de", '"><b>', "ён", "en\n", "english language"]
)
def test_what_is_no_code_of_a_language_is_none(code):
    """Nothing that would break an attribute or a path."""
    assert not text.is_language(code)


def test_safe_composes_no_sign_with_the_end_of_a_tag():
    """A combining stroke behind a tag does not open the tag again."""
    assert text.safe("<b>\u0338 onclick=x</b>").startswith("<b>")


@pytest.mark.parametrize(
    ("whole", "length", "short"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("unbreakable", 6, "unbre…"),
        ("", 3, ""),
    ],
)
def test_shortened_cuts_at_a_word(whole, length, short):
    """A long text ends with a whole word and an ellipsis."""
    assert text.shortened(whole, length) == short


@given(_TEXT, st.integers(1, 40))
@settings(PROPERTY)
def test_shortened_is_never_longer_than_asked(whole, length):
    """No text comes back longer than it may be."""
    assert len(text.shortened(whole, length)) <= length


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="https://a.example/?a=1&amp;b=2#f">x</a>', ["https://a.example/?a=1&b=2#f"]),
        ("<A\nHREF='x' title=\"a > b\">x</A> <area href=y> <a name=z>", ["x", "y"]),
        ('<a title=\'href="no"\' href="yes" href="no">x</a>', ["yes"]),
        ('<!-- <a href="no"> --><a href="yes"><!-- <a href="no">', ["yes"]),
        ("<script>'<a href=no>'</script><textarea><a href=no></textarea><a href=yes>", ["yes"]),
        ('&lt;a href="no"&gt; <code>&lt;a</code> <abbr href="no"> <a-b href="no">', []),
        ("", []),
    ],
)
def test_anchors_are_those_a_reader_could_follow(markup, expected):
    """Entities are resolved; what is in comments, scripts and escaped code is no link."""
    assert [anchor.href for anchor in text.anchors(markup)] == expected


def test_anchors_tell_classes_and_rels():
    """In lower case, as many as there are."""
    (anchor,) = text.anchors('<a class="One no-mention" rel="nofollow ME" href="x">')
    assert (anchor.classes, anchor.rels) == (("one", "no-mention"), ("nofollow", "me"))


@PROPERTY
@given(st.text(alphabet="<>a/\"'= !-hrefscipt&;x", max_size=60))
def test_anchors_of_anything_end(markup):
    """No text is too broken to look for links in."""
    assert all(isinstance(anchor.href, str) for anchor in text.anchors(markup))
