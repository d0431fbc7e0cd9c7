"""typogrify as Pelican calls it, to the byte, without its repeated work.

typogrify compiles its patterns for every text, takes the text apart once a filter, and tries at every
character what can only stand at a few. Here each filter first asks whether the signs it needs are there, and
then looks at those places alone. Where that cannot be shown to give the same bytes, typogrify itself does it.
"""

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import smartypants
from typogrify import filters

#: The versions whose every step the fast way is known to follow.
KNOWN = (("typogrify", "2.1.0"), ("smartypants", "2.0.2"))

_DASHES: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {
    "oldschool": (smartypants.Attr.set2, (("---", "&#8212;"), ("--", "&#8211;"))),
    "oldschool_inverted": (smartypants.Attr.set3, (("---", "&#8211;"), ("--", "&#8212;"))),
}
_OTHER_DASHES: tuple[int, tuple[tuple[str, str], ...]] = (smartypants.Attr.set1, (("--", "&#8212;"),))
_FILTERS = frozenset({"amp", "smartypants", "caps", "initial_quotes", "widont"})

_TAG = re.compile(r"(<!--.*?--\s*>|<[^>]*>)", re.DOTALL)
_SKIPPED_BY_CAPS = re.compile("<(/)?(?:kbd|script)", re.IGNORECASE)

_AMPERSAND = re.compile(r"(\s|&nbsp;)(&|&amp;|&\#38;)(\s|&nbsp;)")
_ANY_TAG = re.compile(r"</?\w+((\s+\w+(\s*=\s*(?:\".*?\"|'.*?'|[^'\">\s]+))?)+\s*|\s*)/?>")
# The first way in which _ANY_TAG can match, and no other: where this matches, so does that, to the same end.
_PLAIN_TAG = re.compile(
    r"""</?\w++(?:\s++\w++(?:\s*+=\s*+(?:"[^"\n]*+"|'[^'\n]*+'|[^'">\s]++))?+)*+\s*+/?+>"""
)

# Each pattern begins with the quote, which is quick to find, and looks back from there. What opens is what
# smartypants matches, not what it means to: a "#" in its verbose pattern begins a comment.
_AFTER_OPENING = r"(?:(?<=\s{0})|(?<=&nbsp;{0})|(?<=--{0})|(?<=&[mn]dash;{0})|(?<=&&\#x201[34];{0}))"
_CLOSING = r"[^\ \t\r\n\[\{\(\-]"
_ALONE = {"'": ("&#8216;", "&#8217;"), '"': ("&#8220;", "&#8221;")}
_DOUBLE_AND_SINGLE = re.compile(r""""'(?=\w)""")
_SINGLE_AND_DOUBLE = re.compile(r"""'"(?=\w)""")
_DECADE = re.compile(r"'(?=\d{2}s)(?<=\w')")
_OPENING_SINGLE = re.compile(r"'(?=\w)" + _AFTER_OPENING.format("'"))
_CLOSING_SINGLE = re.compile(rf"'(?<={_CLOSING}')(?!\s|s\b|\d)")
_BEFORE_S_OR_SPACE = re.compile(r"'(?:\s|s\b)")
_CLOSING_BEFORE_S_OR_SPACE = re.compile(rf"({_CLOSING})'(\s|s\b)")
_OPENING_DOUBLE = re.compile(r'"(?=\w)' + _AFTER_OPENING.format('"'))
_DOUBLE_BEFORE_SPACE = re.compile(r'"(?=\s)')
_FIRST_BEFORE_PUNCTUATION = re.compile(r"""^"(?=[!"#\$\%'()*+,-.\/:;<=>?\@\[\\\]\^_`{|}~])""")
_CLOSING_DOUBLE = re.compile(rf'"(?<={_CLOSING}")')

_TWO_CAPITALS = re.compile(r"[A-Z](?:\d*|\.\s?)[A-Z]")
_CAPITALS = re.compile(r"((\b[A-Z\d]*[A-Z]\d*[A-Z][A-Z\d']*\b)|(\b[A-Z]+\.\s?(?:[A-Z]+\.\s?)+)(?:\s|\b|$))")

_QUOTE = r"""\s*(<(a|em|span|strong|i|b)[^>]*>\s*)*)(?:("|&ldquo;|&\#8220;)|('|&lsquo;|&\#8216;))"""
_QUOTE_AT_START = re.compile(rf"((<(p|h[1-6]|li|dt|dd)[^>]*>|^){_QUOTE}")
_QUOTE_IN_BLOCK = re.compile(rf"((<(p|h[1-6]|li|dt|dd)[^>]*>){_QUOTE}")

_TAG_IN_TAG = re.compile(r"<[^<>]*<")
_BLOCK_END = re.compile(r"(</(?:p|h[1-6]|li|dt|dd)>)")
_INLINE_ENDS = ("</a>", "</em>", "</span>", "</strong>", "</i>", "</b>")
_INLINE_TAG = re.compile(r"</?(?:a|em|span|strong|i|b)[^>]*>")


class Typographer:
    """Does to a text what Pelican does with TYPOGRIFY, given its settings TYPOGRIFY_*."""

    def __init__(self, ignore_tags: Sequence[str], omit_filters: Sequence[str], dashes: str) -> None:
        self._ignore_tags = ignore_tags
        self._omitted = omit_filters
        attributes, self._dashes = _DASHES.get(dashes, _OTHER_DASHES)
        self._attributes: int = attributes | smartypants.Attr.w
        self._known = all(version(name) == known for name, known in KNOWN) and _FILTERS.issuperset(
            omit_filters
        )
        self._skipped = re.compile(f"<(/)?({'|'.join(smartypants.tags_to_skip)})", re.IGNORECASE)
        self._amp, self._smartypants, self._caps, self._initial_quotes, self._widont = (
            name not in omit_filters for name in ("amp", "smartypants", "caps", "initial_quotes", "widont")
        )

    def __call__(self, text: str) -> str:
        """Return the text as Pelican would; that is None where the setting omits a filter that is none."""
        if not self._known:
            return self._stock(text)
        try:
            sections = filters.process_ignores(text, self._ignore_tags)
        except TypeError:
            return self._stock(text)
        return "".join(self._filtered(part) if processed else part for part, processed in sections)

    def _stock(self, text: str) -> str:
        """Return what Pelican's own function returns, its answers to wrong settings included."""
        smartypants.Attr.default = self._attributes
        result: Any
        try:
            result = filters.typogrify(text, self._ignore_tags, **dict.fromkeys(self._omitted, False))
        except TypeError:
            try:
                filters.typogrify(text, self._ignore_tags)
                result = None
            except TypeError:
                result = filters.typogrify(text)
        stock: str = result
        return stock

    def _filtered(self, text: str) -> str:
        if self._amp and "&" in text:
            text = amp(text)
        if self._smartypants or self._caps:
            text = self._words(text)
        if self._initial_quotes:
            text = initial_quotes(text)
        if self._widont:
            text = widont(text)
        return text

    def _words(self, text: str) -> str:
        """Apply smartypants and caps to the text between tags, which both take apart in the same way."""
        caps = self._caps and _TWO_CAPITALS.search(text) is not None
        if not (caps or self._smartypants):
            return text
        end = text.rfind(">") + 1  # no tag begins after the last: nothing is searched for in vain
        parts = _TAG.split(text[:end])
        parts[-1] += text[end:]
        if "<!--" in text and any(map(_is_text, parts[1::2])):
            # smartypants changes such a comment, and caps then takes the text apart differently.
            if self._smartypants:
                text = smartypants.smartypants(text, self._attributes)
            return filters.caps(text) if self._caps else text
        skips = self._skipped.search(text) is not None
        skipped: list[str] = []
        skipped_by_caps = False
        before = ""
        for index, part in enumerate(parts):
            if index % 2:
                if skips:
                    self._follow(part, skipped)
                    tag = _SKIPPED_BY_CAPS.match(part)
                    skipped_by_caps = tag is not None and tag[1] is None
            elif part:
                run = part
                if self._smartypants and not skipped:
                    run = self._educate(run, before)
                if caps and not skipped_by_caps and _TWO_CAPITALS.search(run):
                    run = _CAPITALS.sub(_cap, run)
                parts[index] = run
                before = part[-1]
        return "".join(parts)

    def _follow(self, tag: str, skipped: list[str]) -> None:
        """Keep the stack of open tags whose text smartypants leaves alone."""
        if found := self._skipped.match(tag):
            name = found[2].lower()
            if not found[1]:
                skipped.append(name)
            elif skipped and skipped[-1] == name:
                skipped.pop()

    def _educate(self, run: str, before: str) -> str:
        """Return text between two tags, its punctuation set; `before` is the last sign of text before it."""
        if "\\" in run:
            run = smartypants.process_escapes(run)
        if "&quot;" in run:
            run = run.replace("&quot;", '"')
        if "--" in run:
            for typed, dash in self._dashes:
                run = run.replace(typed, dash)
        if "..." in run:
            run = run.replace("...", "&#8230;")
        if ". . ." in run:
            run = run.replace(". . .", "&#8230;")
        if "``" in run:
            run = run.replace("``", "&#8220;")
        if "''" in run:
            run = run.replace("''", "&#8221;")
        if run in _ALONE:
            opening, closing = _ALONE[run]
            return closing if before and not before.isspace() else opening
        return quotes(run) if "'" in run or '"' in run else run


def amp(text: str) -> str:
    """Wrap each ampersand that stands alone outside of tags."""
    found = _AMPERSAND.search(text)
    if not found:
        return text
    done, position = [], 0
    copied = 0
    while found:
        start = text.find("<", position, found.start())
        if start >= 0:
            tag = _PLAIN_TAG.match(text, start) or _ANY_TAG.match(text, start)
            position = tag.end() if tag else start + 1
            if position > found.start():
                found = _AMPERSAND.search(text, position)
            continue
        done += [text[copied : found.start()], found[1], '<span class="amp">&amp;</span>', found[3]]
        copied = position = found.end()
        found = _AMPERSAND.search(text, position)
    done.append(text[copied:])
    return "".join(done)


def quotes(text: str) -> str:
    """Turn straight quotes into curly ones, in text without tags and without two single quotes in a row."""
    if '""' in text or "\\B" in text:
        converted: str = smartypants.convert_quotes(text)
        return converted
    if "\"'" in text:
        text = _DOUBLE_AND_SINGLE.sub("&#8220;&#8216;", text)
    if "'\"" in text:
        text = _SINGLE_AND_DOUBLE.sub("&#8216;&#8220;", text)
    if "'" in text:
        text = _DECADE.sub("&#8217;", text)
        text = _OPENING_SINGLE.sub("&#8216;", text)
        text = _CLOSING_SINGLE.sub("&#8217;", text)
        if _BEFORE_S_OR_SPACE.search(text):
            text = _CLOSING_BEFORE_S_OR_SPACE.sub(r"\1&#8217;\2", text)
        text = text.replace("'", "&#8216;")
    if '"' in text:
        text = _OPENING_DOUBLE.sub("&#8220;", text)
        text = _DOUBLE_BEFORE_SPACE.sub("&#8221;", text)
        text = _FIRST_BEFORE_PUNCTUATION.sub("&#8221;", text)
        text = _CLOSING_DOUBLE.sub("&#8221;", text)
        text = text.replace('"', "&#8220;")
    return text


def initial_quotes(text: str) -> str:
    """Wrap the quote that a block, or the text, begins with."""
    first = _QUOTE_AT_START.match(text)
    if not first:
        return _QUOTE_IN_BLOCK.sub(_quote, text)
    return _quote(first) + _QUOTE_IN_BLOCK.sub(_quote, text[first.end() :])


def widont(text: str) -> str:
    """Join the last two words of each block, and of the text."""
    if _TAG_IN_TAG.search(text):
        # A tag may then reach over the end of a block.
        stock: str = filters.widont(text)
        return stock
    parts = _BLOCK_END.split(text)
    for index in range(0, len(parts), 2):
        if parts[index]:
            parts[index] = _joined(parts[index])
    return "".join(parts)


def _joined(block: str) -> str:
    """Return the text before a block's end with its last space made one that does not break."""
    last = block.rstrip()
    while last.endswith(_INLINE_ENDS):
        last = last[: last.rindex("<")].rstrip()
    words = last.rsplit(None, 1)
    if len(words) < 2:
        return block
    head, word = words
    if "<" in word or ">" in word or head[-1] == "<":
        return block
    if head[-1] == ">":
        tag = _INLINE_TAG.match(head, max(head.rfind("<"), 0))
        if not tag or tag.end() != len(head):
            return block
    return f"{head}&nbsp;{word}{block[len(last) :]}"


def _is_text(tag: str) -> bool:
    """Return whether smartypants takes what looks like a comment for text, as it has dashes inside."""
    return tag.startswith("<!--") and "--" in tag[4:].rstrip(">").rstrip().rstrip("-")


def _cap(found: re.Match[str]) -> str:
    caps, tail = found[2] or found[3], ""
    if not found[2] and caps[-1] == " ":
        caps, tail = caps[:-1], " "
    return f'<span class="caps">{caps}</span>{tail}'


def _quote(found: re.Match[str]) -> str:
    double, single = found.groups()[-2:]
    name, quote = ("dquo", double) if double else ("quo", single)
    return f'{found[1]}<span class="{name}">{quote}</span>'
