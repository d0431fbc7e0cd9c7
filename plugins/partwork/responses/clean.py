"""What a stranger may say in HTML: a short list of tags, links to the web and mail, nothing else."""

import re
import unicodedata

import nh3
from markdown import Markdown
from markupsafe import Markup, escape

from partwork.address import joined, stripped
from partwork.model import Response
from partwork.text import safe

TAGS = frozenset(
    "a abbr b blockquote br cite code del em i ins kbd li ol p pre q s strong sub sup ul".split()
)
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "abbr": {"title"}}
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow ugc external"

_NAME_LENGTH = 120
# Braces and bars begin Jinja expressions and Pelican's {filename} and |filename|: as character references
# they look the same to a reader and say nothing to a template or a link rewriter.
_SYNTAX = str.maketrans({"{": "&#123;", "}": "&#125;", "|": "&#124;"})
# A line break right after <pre> is the parser's, not the text's: each pass would eat one more.
_PRE = re.compile(r"<pre>\n+")
_PASSES = 8
# Paragraphs of text with stress and plain links: most responses are no more, and cleaning would only add REL.
_TEXT = r"[^<>&{}|\r\xa0]"
_ADDRESS = r"https?://(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]+(?:/[A-Za-z0-9._/~-]*)?"
_LINK = rf'<a href="{_ADDRESS}"(?: rel="{REL}")?>{_TEXT}*</a>'
_PLAIN = re.compile(rf"(?:<p>(?:{_TEXT}++|<br>\n|{_LINK}|<(em|strong|code)>{_TEXT}*</\1>)*</p>\n*)+")
_PLAIN_ADDRESS = re.compile(_ADDRESS)
_BARE_LINK = re.compile(rf'(<a href="{_ADDRESS}")>')
# Parsers of HTML and of Markdown take time that grows with the square of some texts, or the cube. Nobody
# says in so many signs what is meant to be read; what is longer is shown as it was written.
_MOST_TAGS = 2000
_MOST_SIGNS = 1000
_LONGEST_MARKDOWN = 20_000
_SIGN = re.compile(r"[\\`*_\[\]<>&=#!-]")
# What opens a <b> in each paragraph after it can make of one tag a thousand.
_GROWTH = 4
# Lines that begin with a letter, and have none of Markdown's signs but around words that are stressed.
_WORDS = r"[^\W_]+(?: [^\W_]+)*"
_STRESS = rf"(?<![\w*`])(?:\*{_WORDS}\*|\*\*{_WORDS}\*\*|`{_WORDS}`)(?![\w*`])"
_LINE = rf"[^\W\d_](?:[^\\`*_\[\]<>&\x00-\x1f]++|{_STRESS})*(?<! )"
_PROSE = re.compile(rf"{_LINE}(?:\n+{_LINE})*\n*")
_STRESSED = re.compile(r"(\*\*?|`)([^*`]+)\1")
_STRESS_TAGS = {"*": "em", "**": "strong", "`": "code"}


def clean(html: str) -> str:
    """Return a stranger's HTML reduced to `TAGS`; cleaning it again changes nothing.

    No ``id``, ``class``, ``style`` or microformat survives, no ``rel`` but our own, no relative address.

    Where a forbidden element is taken from around its content, the rest may read otherwise (``<p>`` in a
    ``<button>`` in a ``<p>``), and a browser would build another tree than the one that was checked. So it
    is cleaned until it stands still; what never does, or grows out of all proportion, is shown as text.
    """
    if _PLAIN.fullmatch(html) and safe(html) == html:
        return _BARE_LINK.sub(rf'\1 rel="{REL}">', html)
    written, tags = html, html.count("<")
    if tags > _MOST_TAGS:
        return _as_text(written)
    for _ in range(_PASSES):
        before, html = html, _pass(html)
        if html.count("<") > _GROWTH * tags + 100:
            return _as_text(written)
        if html == before:
            return html
    return _as_text(html)


def _as_text(html: str) -> str:
    return _pass(str(escape(html)))


def _pass(html: str) -> str:
    cleaned = _SANITIZER.clean(safe(html))
    # Character references are resolved by now: what they hid is taken away as well.
    return _PRE.sub("<pre>", safe(cleaned)).translate(_SYNTAX)


def _attribute(tag: str, name: str, value: str) -> str | None:
    return _absolute(value) if (tag, name) == ("a", "href") else value


def _absolute(url: str) -> str | None:
    """Return an address that leads to the web or to a mailbox, as browsers read it, or None for any other."""
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    address = stripped(url)
    return address if address[:7].lower() == "mailto:" else joined("", address)


_SANITIZER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_attribute,
    url_schemes=set(SCHEMES),
    link_rel=REL,
    strip_comments=True,
)


def web_address(url: str) -> Markup:
    """Return a stranger's address, escaped, where it is one of the web; otherwise an empty string."""
    if _PLAIN_ADDRESS.fullmatch(url):
        return Markup(url)  # noqa: S704 - there is nothing in it to escape
    url = safe(url).strip()
    leads_to_web = _absolute(url) is not None and not url.lower().startswith("mailto:")
    return _attribute_text(url) if leads_to_web and not re.search(r"\s", url) else Markup("")


def name(text: str) -> Markup:
    """Return a stranger's name on one line, escaped, without characters that reorder the text around it.

    A name in which nothing can be seen is none.
    """
    one_line = " ".join(unicodedata.normalize("NFC", safe(text)).split())
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in one_line):
        return Markup("")
    return _attribute_text(one_line[:_NAME_LENGTH])


def _attribute_text(text: str) -> Markup:
    return Markup(str(escape(text)).translate(_SYNTAX))  # noqa: S704 - escaped one step before


def _stressed(match: re.Match[str]) -> str:
    tag = _STRESS_TAGS[match[1]]
    return f"<{tag}>{match[2]}</{tag}>"


def _converter() -> Markdown:
    return Markdown(extensions=["nl2br", "sane_lists"], output_format="html")


class Cleaner:
    """Turns responses into HTML. One a build: the Markdown converter is costly to make."""

    def __init__(self) -> None:
        self._markdown = _converter()

    def html(self, response: Response) -> Markup:
        """Return the text of a response as clean HTML."""
        html = response.html
        if response.markdown:
            html = self._converted(safe(response.markdown))
        return Markup(clean(html))  # noqa: S704 - cleaned

    def _converted(self, markdown: str) -> str:
        if _PROSE.fullmatch(markdown):  # most of what people say, and slow for Markdown as any text
            marked = _STRESSED.sub(_stressed, markdown)
            paragraphs = re.split(r"\n{2,}", marked.rstrip("\n"))
            return "\n".join("<p>" + one.replace("\n", "<br>\n") + "</p>" for one in paragraphs)
        if len(markdown) > _LONGEST_MARKDOWN or len(_SIGN.findall(markdown)) > _MOST_SIGNS:
            return _as_written(markdown)
        try:
            return self._markdown.reset().convert(markdown)
        except RecursionError:  # lists in lists in lists: shown as they were written
            self._markdown = _converter()  # the old one believes itself in a list
            return _as_written(markdown)


def _as_written(markdown: str) -> str:
    return f"<pre>{escape(markdown)}</pre>"
