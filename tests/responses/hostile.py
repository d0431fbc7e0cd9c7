"""Hostile HTML: the corpus in ``vectors/``, a file a topic, and what a browser finds in what was cleaned."""

import json
import re
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
from justhtml import Element, JustHTML, Text

from partwork.responses.clean import ATTRIBUTES, REL, TAGS

# Addresses that are programs or documents, and are none to a reader who looks for "javascript:".
_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "javascript&#0000058alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1)",
    "java\tscript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "java\nscript:alert(1)",
    "java&#13;script:alert(1)",
    "java\x00script:alert(1)",
    " \x01\x0e javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "\u2028javascript:alert(1)",
    "javascript\u200b:alert(1)",
    "vbscript:msgbox(1)",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://evil.example/1",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "http:evil.example",
    "https:\\\\evil.example",
]
# Places that take an address.
_PLACES = [
    '<a href="{}">x</a>',
    "<a href='{}'>x</a>",
    '<a xlink:href="{}">x</a>',
    '<area href="{}">',
    '<img src="{}">',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<form action="{}"><button>x</button></form>',
    '<button formaction="{}">x</button>',
    '<video poster="{}"></video>',
    '<body background="{}">',
    '<svg><a href="{}"><text>x</text></a></svg>',
    '<math href="{}">x</math>',
    '<q cite="{}">x</q>',
]
# What runs by itself, in elements that are allowed and in some that are not.
_EVENTS = (
    "onclick ondblclick onerror onload onfocus onmouseover onpointerenter onanimationstart ontoggle".split()
)
_ELEMENTS = "a abbr b blockquote code em li p pre q strong div img svg details".split()

_WRITTEN = {
    path.stem: tuple(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(Path(__file__).parent.joinpath("vectors").glob("*.json"))
}
#: All vectors by topic; two of the topics are every address in every place, and every event of every element.
VECTORS = _WRITTEN | {
    "addressed": tuple(place.format(address) for place, address in product(_PLACES, _ADDRESSES)),
    "handled": tuple(f"<{name} {event}=alert(1)>x</{name}>" for name, event in product(_ELEMENTS, _EVENTS)),
}
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_FRAGMENT = "DOCUMENT_FRAGMENT"


def tree(html):
    """Return the body that a browser makes of a fragment."""
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def browser(html):
    """Return a fragment as html5lib builds it: elements are name, attributes and children, text is text."""
    return _by_html5lib(tree(html))


def other_browser(html, **more):
    """Return the same as justhtml builds it."""
    return _by_justhtml(JustHTML(html, fragment=True, **({"sanitize": False} | more)).root)


def _by_html5lib(element):
    children = [element.text or ""]
    for child in element:
        children += [_by_html5lib(child), child.tail or ""]
    return element.tag, tuple(sorted(element.attrib.items())), _joined(children)


def _by_justhtml(node):
    children = []
    for child in node.children or ():
        if isinstance(child, Text):
            children.append(child.data)
        elif isinstance(child, Element):
            children.append(_by_justhtml(child))
        else:
            children.append((str(child.name), (), ()))
    attributes = {name: value or "" for name, value in (getattr(node, "attrs", None) or {}).items()}
    name = node.name if isinstance(node, Element) else _FRAGMENT
    return name, tuple(sorted(attributes.items())), _joined(children)


def _joined(children):
    """Return children with neighbouring texts as one, and none where it is empty."""
    found = []
    for child in children:
        if isinstance(child, str) and found and isinstance(found[-1], str):
            found[-1] += child
        elif child != "":
            found.append(child)
    return tuple(found)


def elements(html):
    """Return the elements of a fragment in document order, as html5lib finds them."""
    return [(one.tag, dict(one.attrib)) for one in tree(html).iter() if one.tag != _FRAGMENT]


def other_elements(html):
    """Return the same as justhtml finds it."""
    found = []
    waiting = [JustHTML(html, fragment=True, sanitize=False).root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            found.append((node.name, {name: value or "" for name, value in node.attrs.items()}))
        waiting += reversed(node.children or ())
    return found


def assert_harmless(html):
    """Check that two browsers find nothing but the allow-list in `html`, and the same."""
    found = elements(html)
    assert other_elements(html) == found
    for name, attributes in found:
        assert name in TAGS, f"{name} in {html!r}"
        allowed = ATTRIBUTES.get(name, set()) | ({"rel"} if name == "a" else set())
        assert set(attributes) <= allowed, html
        if name == "a":
            assert_leads_to_the_web(attributes)
    assert "<!--" not in html
    assert not set("{}|") & set(html)
    assert not _UNSAFE.search(html)
    html.encode()


def assert_leads_to_the_web(link):
    """Check that a link, if it leads anywhere, leads to the web or to a mailbox, and says whose it is."""
    assert link["rel"] == REL
    if "href" in link:
        parts = urlsplit(link["href"])
        assert parts.scheme == "mailto" or (parts.scheme in {"http", "https"} and parts.netloc), link
