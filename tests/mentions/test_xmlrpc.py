"""XML-RPC, read strictly."""

import time
import xmlrpc.client

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partwork.mentions.xmlrpc import (
    INVALID_XML_RPC,
    PARSE_ERROR,
    SIZE,
    UNSUPPORTED_ENCODING,
    Call,
    Fault,
    XmlRpcError,
    answer,
    call,
    fault,
    read_answer,
    read_call,
)
from partwork.text import safe
from tests.builders import PROPERTY

PING = "<methodCall><methodName>pingback.ping</methodName><params>{}</params></methodCall>"
STRINGS = "<param><value><string>a</string></value></param><param><value>b</value></param>"
ANSWER = "<methodResponse><params><param><value>{}</value></param></params></methodResponse>"


def _code(body: str | bytes, read: object = read_call) -> int:
    with pytest.raises(XmlRpcError) as error:
        read(body.encode() if isinstance(body, str) else body)  # type: ignore[operator]
    assert error.value.why
    return error.value.code


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(PING.format(STRINGS), ("a", "b"), id="typed and untyped"),
        pytest.param(PING.format(""), (), id="no parameters"),
        pytest.param("<methodCall><methodName>pingback.ping</methodName></methodCall>", (), id="no params"),
        pytest.param(PING.format("<param><value/></param>"), ("",), id="empty value"),
        pytest.param(PING.format("<param><value><string/></value></param>"), ("",), id="empty string"),
        pytest.param(PING.format("<param><value> a </value></param>"), (" a ",), id="white space"),
        pytest.param(
            PING.format("<param><value>\n<string>a</string>\n</value></param>"), ("a",), id="indented"
        ),
        pytest.param(PING.format("<param><value>a<!-- x -->b</value></param>"), ("ab",), id="comment"),
        pytest.param(PING.format("<param><value><![CDATA[<a&>]]>b</value></param>"), ("<a&>b",), id="CDATA"),
        pytest.param(
            PING.format("<param><value>&#233;&#xE9;&amp;&lt;</value></param>"), ("éé&<",), id="entities"
        ),
        pytest.param(PING.format("<param><value><int>1</int></value></param>"), (None,), id="number"),
        pytest.param(
            PING.format("<param><value><array><data/></array></value></param>"), (None,), id="array"
        ),
        pytest.param(
            PING.format("<param><value><string><b/></string></value></param>"), (None,), id="markup"
        ),
        pytest.param(
            PING.format("<param><value><string>a</string><string>b</string></value></param>"),
            (None,),
            id="two",
        ),
        pytest.param(
            PING.replace("<methodCall>", '<methodCall xmlns:e="x">').format(STRINGS), ("a", "b"), id="ns"
        ),
        pytest.param(f"\n{PING.format(STRINGS)}\n", ("a", "b"), id="lines around"),
        pytest.param("\ufeff" + PING.format(STRINGS), ("a", "b"), id="mark"),
    ],
)
def test_ps_06_calls(body: str, expected: tuple[str | None, ...]):
    """A call has a name and values; a value without a type is a string, one of another type is none."""
    assert read_call(body.encode()) == Call("pingback.ping", expected)


def test_ps_06_the_name_is_trimmed():
    """White space around a method's name is not its."""
    assert read_call(b"<methodCall><methodName>\n a.b </methodName></methodCall>").method == "a.b"


_DTD = "<!DOCTYPE methodCall {}>" + PING.format(STRINGS)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(_DTD.format(""), id="document type"),
        pytest.param(_DTD.format('SYSTEM "http://127.0.0.1/x.dtd"'), id="external document type"),
        pytest.param(_DTD.format("[]"), id="internal subset"),
        pytest.param(_DTD.format('[<!ENTITY a "b">]'), id="entity"),
        pytest.param(_DTD.format('[<!ENTITY a SYSTEM "file:///etc/passwd">]'), id="external entity"),
        pytest.param(_DTD.format('[<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]'), id="parameter entity"),
        pytest.param(
            _DTD.format("[" + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]"),
            id="billion laughs",
        ),
        pytest.param("<?pi x?>" + PING.format(STRINGS), id="processing instruction before"),
        pytest.param(PING.format("<?xml-stylesheet x?>" + STRINGS), id="processing instruction within"),
        pytest.param(PING.format(STRINGS) + "<?pi?>", id="processing instruction behind"),
        pytest.param(PING.format("<param><value>&nbsp;</value></param>"), id="entity of HTML"),
        pytest.param(PING.format("<param><value>&a;</value></param>"), id="unknown entity"),
    ],
)
def test_ps_02_what_is_refused(body: str):
    """Declarations, entities and processing instructions are not read over: there is no call."""
    assert _code(body) == PARSE_ERROR
    assert _code(body.replace("methodCall", "methodResponse"), read_answer) == PARSE_ERROR


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<value>" * 17, id="depth"),
        pytest.param(PING.format("<param><value>" + "<array><data><value>" * 100), id="depth of arrays"),
        pytest.param(PING.format("<param/>" * 300), id="elements"),
        pytest.param(PING.format("<param><value>" + "x" * SIZE + "</value></param>"), id="size"),
        pytest.param(" " * (SIZE + 1), id="size of nothing"),
    ],
)
def test_ps_02_limits(body: str):
    """A message has a depth, a number of elements, and a size."""
    assert _code(body) == PARSE_ERROR


def test_ps_02_as_large_as_may_be():
    """Up to its size a message is read."""
    room = SIZE - len(PING.format("<param><value></value></param>"))
    (param,) = read_call(PING.format(f"<param><value>{'x' * room}</value></param>").encode()).params
    assert param == "x" * room


_PARAM = "<param><value>{}</value></param>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "UTF-8"),
        ("utf-8", "utf-8"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
        ("koi8-u", "KOI8-U"),
        ("utf-16", "UTF-16"),
        ("utf-16", ""),
    ],
)
def test_ps_02_encodings(encoding: str, declared: str):
    """A message is in the encoding that it says it is in; UTF-16 is known by its mark."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    letter = "я" if encoding == "koi8-u" else "é"
    assert read_call((declaration + PING.format(_PARAM.format(letter))).encode(encoding)).params == (letter,)


@pytest.mark.parametrize(
    "declared",
    "utf-7 shift_jis gb18030 x-user-defined rot13 idna punycode unicode_escape undefined hex mbcs "
    "cp850 nothing UTF-16 utf-32 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".split(),
)
def test_ps_02_encodings_that_are_not_read(declared: str):
    """What is not known letter by letter is not read, nor what is said and not so."""
    code = _code(f'<?xml version="1.0" encoding="{declared}"?>' + PING.format(STRINGS))
    assert code in (UNSUPPORTED_ENCODING, PARSE_ERROR)


@pytest.mark.parametrize(
    "body",
    [
        *("", " ", "x", "<", "\x00", "{}", "<methodCall>", "<methodCall></methodcall>"),
        PING.format(STRINGS)[:-1],
        PING.format(STRINGS) * 2,
        PING.format("<param><value>\x01</value></param>"),
        PING.format("<param><value>&#0;</value></param>"),
        PING.format("<param><value>&#xD800;</value></param>"),
        PING.format("<param a=1/>"),
        PING.format("<a b='' b=''/>"),
        PING.format("<param>&</param>"),
        "<!-- -- -->" + PING.format(STRINGS),
    ],
)
def test_ps_04_not_well_formed(body: str):
    """What is no XML is a parse error."""
    assert _code(body) == PARSE_ERROR
    assert _code(body, read_answer) == PARSE_ERROR


def test_ps_04_bytes_that_are_no_letters():
    """Nor is what is not in its encoding."""
    assert _code(PING.format("<param><value>é</value></param>").encode("latin-1")) == PARSE_ERROR


@pytest.mark.parametrize(
    "body",
    [
        "<html/>",
        "<methodResponse/>",
        "<x:methodCall xmlns:x='y'/>",
        "<methodCall/>",
        "<methodCall>pingback.ping</methodCall>",
        "<methodCall><params/><methodName>a</methodName></methodCall>",
        "<methodCall><methodName><b>a</b></methodName></methodCall>",
        "<methodCall><methodName>a</methodName><params/><params/></methodCall>",
        "<methodCall><methodName>a</methodName><param/></methodCall>",
        "<methodCall>x<methodName>a</methodName></methodCall>",
        PING.format("<value>a</value>"),
        PING.format("<param/>"),
        PING.format("<param>a</param>"),
        PING.format("<param><string>a</string></param>"),
        PING.format("<param><value>a</value><value>b</value></param>"),
        PING.format("<param><value>a<string>b</string></value></param>"),
        PING.format("<PARAM><VALUE>a</VALUE></PARAM>"),
    ],
)
def test_ps_04_not_a_call(body: str):
    """XML that is no call is another error."""
    assert _code(body) == INVALID_XML_RPC


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<string>a</string>", "a"),
        ("a", "a"),
        ("", ""),
        ("<string/>", ""),
        ("<string> a\nb </string>", " a\nb "),
        ("<string><![CDATA[<a>]]></string>", "<a>"),
    ],
)
def test_pc_11_success(value: str, expected: str):
    """Success is one string, with its type or without."""
    assert read_answer(ANSWER.format(value).encode()) == expected


_FAULT = (
    "<methodResponse><fault><value><struct><member><name>faultCode</name><value>{}</value></member>"
    "<member><name>faultString</name><value>{}</value></member></struct></value></fault></methodResponse>"
)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("<int>16</int>", "<string>no</string>", Fault(16, "no")),
        ("<i4>16</i4>", "no", Fault(16, "no")),
        ("<i8> 16\n</i8>", "", Fault(16)),
        ("16", "", Fault(16)),
        ("<string>16</string>", "", Fault(16)),
        ("<int>-32601</int>", "", Fault(-32601)),
        ("<int>+0</int>", "", Fault(0)),
    ],
)
def test_pc_12_faults_are_read(code: str, text: str, expected: Fault):
    """A fault has a number, whatever it says that it is, and words."""
    assert read_answer(_FAULT.format(code, text).encode()) == expected


def test_pc_12_faults_in_any_order():
    """Which member of a fault comes first is not said anywhere; other members are nobody's."""
    swapped = (
        "<methodResponse><fault><value><struct>"
        "<member><name>other</name><value><array><data/></array></value></member>"
        "<member><name>faultString</name><value>no</value></member>"
        "<member><name>faultCode</name><value><int>17</int></value></member>"
        "<member><name>faultCode</name><value><int>48</int></value></member>"
        "</struct></value></fault></methodResponse>"
    )
    assert read_answer(swapped.encode()) == Fault(17, "no")


@pytest.mark.parametrize(
    "body",
    [
        "<html/>",
        "<methodCall/>",
        "<methodResponse/>",
        "<methodResponse><params/></methodResponse>",
        "<methodResponse><params><param/></params></methodResponse>",
        "<methodResponse><string>a</string></methodResponse>",
        "<methodResponse><params/><fault/></methodResponse>",
        "<methodResponse><params/><params/></methodResponse>",
        ANSWER.format("<int>1</int>"),
        ANSWER.format("<boolean>1</boolean>"),
        ANSWER.format("<struct/>"),
        ANSWER.format("<array><data><value><string>a</string></value></data></array>"),
        ANSWER.format("a").replace("</params>", "<param><value>b</value></param></params>"),
        "<methodResponse><fault/></methodResponse>",
        "<methodResponse><fault><value>16</value></fault></methodResponse>",
        "<methodResponse><fault><value><struct/></value></fault></methodResponse>",
        "<methodResponse><fault><value><struct><member/></struct></value></fault></methodResponse>",
        _FAULT.format("", "no"),
        _FAULT.format("sixteen", "no"),
        _FAULT.format("<double>16.0</double>", "no"),
        _FAULT.format("<int>16 17</int>", "no"),
        _FAULT.format("<int>١٦</int>", "no"),
        _FAULT.format("<int>" + "9" * 5000 + "</int>", "no"),
        _FAULT.format("<int>1_6</int>", "no"),
    ],
)
def test_pc_13_not_an_answer(body: str):
    """What is neither one string nor a fault is no answer."""
    assert _code(body, read_answer) == INVALID_XML_RPC


def test_pc_10_what_is_written_is_plain():
    """What is written is ASCII, which reads alike in every charset, and has no control signs."""
    assert call("pingback.ping", "https://é.example/?a&b", "<\x00\u202e>") == (
        b"<?xml version='1.0'?>\n<methodCall>\n<methodName>pingback.ping</methodName>\n<params>\n<param>\n"
        b"<value><string>https://&#233;.example/?a&amp;b</string></value>\n</param>\n<param>\n"
        b"<value><string>&lt;&gt;</string></value>\n</param>\n</params>\n</methodCall>\n"
    )


@PROPERTY
@given(st.text(), st.text(), st.integers(-(2**31), 2**31 - 1))
def test_what_is_written_is_read(first: str, second: str, code: int):
    """Calls, answers and faults come out as they went in, as far as XML can carry them."""
    seen = [safe(text).replace("\r\n", "\n").replace("\r", "\n") for text in (first, second)]
    assert read_call(call("a.b", first, second)) == Call("a.b", tuple(seen))
    assert read_answer(answer(first)) == seen[0]
    assert read_answer(fault(code, first)) == Fault(code, seen[0])


@PROPERTY
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_the_library_agrees(text: str):
    """What the standard library writes is read, and what is written here the library reads."""
    text = safe(text)
    assert read_call(xmlrpc.client.dumps((text, text), "a.b").encode()).params == (text, text)
    assert xmlrpc.client.loads(call("a.b", text)) == ((text,), "a.b")
    assert xmlrpc.client.loads(answer(text)) == ((text,), None)
    with pytest.raises(xmlrpc.client.Fault) as error:
        xmlrpc.client.loads(fault(16, text))
    assert (error.value.faultCode, error.value.faultString) == (16, text)


_PIECES = st.lists(
    st.sampled_from(
        "<methodCall> </methodCall> <methodName> </methodName> <methodResponse> </methodResponse> <fault> "
        "</fault> <params> </params> <param> </param> <value> </value> <string> </string> <struct> <member> "
        "<name> faultCode <!DOCTYPE [ ]> <!ENTITY &a; <?pi?> <!-- --> <![CDATA[ ]]> & a é 16 <?xml?>".split(
            " "
        )
    )
).map("".join)


@PROPERTY
@given(st.binary() | (_PIECES | st.text()).map(lambda text: text.encode(errors="replace")))
@example(b"<?xml version='1.0' encoding='utf-7'?><methodCall/>")
@example(b"<?xml version='1.0' encoding='\xff'?><methodCall/>")
def test_anything_is_read_or_refused(body: bytes):
    """Whatever comes, it is a message or an error with a code that XML-RPC knows."""
    codes = set()
    for read in (read_call, read_answer):
        try:
            read(body)
        except XmlRpcError as error:
            codes.add(error.code)
    assert codes <= {PARSE_ERROR, UNSUPPORTED_ENCODING, INVALID_XML_RPC}


@pytest.mark.parametrize(
    "piece", ["<a>", "<a/>", "<!---->", "a<!---->", "<![CDATA[x]]>", "&amp;", "<", "a='' "]
)
def test_ps_02_takes_no_time(piece: str):
    """No message takes longer than a moment."""
    body = ("<methodCall " if "=" in piece else "<methodCall>") + piece * (SIZE // len(piece) - 5)
    before = time.process_time()
    _code(body)
    assert time.process_time() - before < 10
