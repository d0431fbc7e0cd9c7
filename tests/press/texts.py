"""Texts that are as hard on Markdown and typogrify as those of authors, and harder."""

from pathlib import Path

from hypothesis import strategies as st

CONTENT = Path(__file__).parents[2] / "content"

_HTML = (
    "<p>|</p>|<li>|</li>|</h2>|<h2 id='x'>|<a href=\"x'y\">|</a>|<em>|</em>|<b>|</b>|<i >|</i>|<strong>"
    "|</strong>|<code>|</code>|<pre>|</pre>|<kbd>|</kbd>|<script>|</script>|<math>|</math>|<style>|</style>"
    "|<blockquote>|</td>|<td title=\"a 'b' -- c & d\">|</dd>|<dt>|<img src=a alt='b & c' />|<br/>|<hr>|<span>"
    "|<span class=\"amp\">|</span>|<div>|</div>|<div markdown='1'>|<span markdown=1>|<!--|-->|-- >|<!-- c -->"
    "|<![CDATA[|]]>|<?php ?>|<a <b>|<a title='>'>|< |> |<|>"
).split("|")
_PUNCTUATION = (
    "'|\"|&|--|---|...|. . .|&quot;|&amp;|&#38;|&#65|&copy;|&nbsp;| & | &amp; |&ldquo;|&#8220;|&lsquo;"
    "|&#8211;|&#x2013;'|&&#x2013;'|&mdash;|``|''|'s |'80s|\"'|'\"|\"\"|\\B|\\\"|\\\\|'q'|\"q\"|\"'x'\"|CAPS"
    "|A.B. C|U.S.A.|A1B2|word |two words|\r|\r\n|\x0b|\u00a0|\x1c|é|\u0663|\ufeff"
).split("|")
_INLINE = (
    "**b**/*e*/__b__/_e_/***x***/*a **b** c*/*/_/`c`/``c`d``/`/\\*/\\/[x](y)/[x](y 'z')/[x](<y> \"t\")/[ref]"
    "/[a][ref]/![i](s)/![i][ref]/[/]/(/)/!/<m@e.example>/<<b>>/[[Wiki Link]]/[^1]/[^a]/HTML/{: #id .c k=v }"
    "/{#i}/{: .c}/{@id=x}/{/}/^/~/=/:/|/@/;/#/+/-/  \n/\x02/\x03/\x02wzxhzdk:0\x03/\x02klzzwxh:0000\x03"
).split("/")
_BLOCKS = (
    "\n\n",
    "\n\n",
    "\n",
    "\n   \n",
    "    ",
    "\n    ",
    "\n        ",
    "\t",
    "# ",
    "## Head",
    "\n===\n",
    "\n---\n",
    "\n***\n",
    " - - -",
    "\n- ",
    "\n* ",
    "\n1. ",
    "\n> ",
    "```",
    "~~~",
    "\n```python\n",
    "\n```\n",
    "    :::python\n",
    "\n\n    #!python\n    a = 1\n\n",
    "\n\n    #!/bin/sh\n    echo $a\n\n",
    "\n\n    <?xml version='1.0'?><a/>\n\n",
    "\n```nolang\nx = 1 < 2\n```\n",
    "\n~~~{.python hl_lines='1' linenums=1 #i .k}\nx\n~~~\n",
    "\n```{.php startinline=1 x=y}\n$a = 1;\n```\n",
    "\n```\n# vim: ft=ruby\na\n```\n",
    '\n!!! note "T"\n    ',
    "\n[^1]: ",
    "\n[^a]: note",
    "[TOC]",
    "\n[ref]: http://e.example/ 'T'\n",
    "<http://a.example/>",
    "|a|b|\n|-|-|\n|1|2|",
    "a | b\n--|--\nc | d",
    "Term\n:   def\n",
    ":   ",
    "*[HTML]: Hyper\n",
    "///Footnotes Go Here///",
    "Title: x\n",
    "Summary: a *b* [^1]\n",
    "Key:\n",
    "tags: a\n",
    "---\n",
)


def _texts(*kinds):
    pieces = [piece for kind in kinds for piece in kind]
    # A few pieces repeated meet each other more often than many.
    few = st.lists(st.sampled_from(pieces), min_size=1, max_size=8, unique=True).flatmap(
        lambda some: st.lists(st.sampled_from(some), max_size=40)
    )
    mixed = st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=3)), max_size=40)
    return st.one_of(few, mixed).map("".join)


HTML = _texts(_HTML, _PUNCTUATION)
MARKDOWN = _texts(_HTML, _PUNCTUATION, _INLINE, _BLOCKS)
DOCUMENTS = st.one_of(
    MARKDOWN,
    st.builds(
        lambda summary, body: "Title: t\nSummary: {}\nTags: *x*\n\n{}".format(
            summary.replace("\n", "\n    "), body
        ),
        MARKDOWN,
        MARKDOWN,
    ),
)


def posts():
    """Return what the sample site's authors wrote: the text of each Markdown file."""
    return [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))]
