"""XML-RPC, as much of it as pingback needs: a call with strings, an answer with one string, a fault.

Both ends read strangers. Declarations, entities and processing instructions are refused, not ignored, and a
message has a size, a depth and a number of elements that no pingback reaches.
"""

import re
import xmlrpc.client
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from webencodings import lookup

from partwork.errors import PartworkError
from partwork.text import safe

#: The most bytes of a message that are read.
SIZE = 1 << 16
_DEPTH = 16
_ELEMENTS = 256

# "Fault code interoperability": what went wrong before a method was asked.
PARSE_ERROR = -32700
UNSUPPORTED_ENCODING = -32701
INVALID_CHARACTER = -32702
INVALID_XML_RPC = -32600
NO_SUCH_METHOD = -32601
INVALID_PARAMETERS = -32602
INTERNAL_ERROR = -32603

_BLANK = " \t\r\n"
_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")
_ENCODING_ERRORS = (
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
)


class XmlRpcError(PartworkError):
    """A message is no XML-RPC, or not what was asked for. `code` is the fault that says so."""

    def __init__(self, code: int, why: str) -> None:
        self.code = code
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Call:
    """A method that is asked, and with what. A parameter that is no string is None."""

    method: str
    params: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that says why there is none."""

    code: int
    text: str = ""


def call(method: str, *strings: str) -> bytes:
    """Return the call of a method with strings."""
    return _written(xmlrpc.client.dumps(tuple(map(_plain, strings)), method))


def answer(text: str) -> bytes:
    """Return the answer that is one string."""
    return _written(xmlrpc.client.dumps((_plain(text),), methodresponse=True))


def fault(code: int, text: str) -> bytes:
    """Return the answer that is a fault."""
    return _written(xmlrpc.client.dumps(xmlrpc.client.Fault(int(code), _plain(text))))


def _plain(text: str) -> str:
    """Return a text as the library wants it, which knows no subclasses, without what XML cannot carry."""
    return str(safe(text))


def _written(message: str) -> bytes:
    """ASCII: text/xml without a charset has been read in many ways."""
    return message.encode("ascii", "xmlcharrefreplace")


def read_call(body: bytes) -> Call:
    """Read a call."""
    root = _parsed(body, "methodCall")
    name, *params = root.children or [_Node("nothing")]
    if name.name != "methodName" or name.children or [one.name for one in params] not in ([], ["params"]):
        raise XmlRpcError(INVALID_XML_RPC, "a call is a <methodName>, and <params> where there are any")
    return Call(name.text.strip(_BLANK), tuple(_string(value) for value in _values(params)))


def read_answer(body: bytes) -> str | Fault:
    """Read an answer: its string, or the fault."""
    root = _parsed(body, "methodResponse")
    if [one.name for one in root.children] == ["fault"]:
        return _fault(root.only("fault").only("value").only("struct"))
    root.only("params")
    values = _values(root.children)
    text = _string(values[0]) if len(values) == 1 else None
    if text is None:
        raise XmlRpcError(INVALID_XML_RPC, "the answer is not one string")
    return text


@dataclass(slots=True)
class _Node:
    name: str
    children: list["_Node"] = field(default_factory=list)
    text: str = ""

    def only(self, name: str) -> "_Node":
        """Return the one child there is, which is called so."""
        if [child.name for child in self.children] != [name]:
            raise XmlRpcError(INVALID_XML_RPC, f"<{self.name}> does not hold one <{name}>")
        return self.children[0]


def _values(params: list[_Node]) -> list[_Node]:
    values = []
    for param in (param for one in params for param in one.children):
        if param.name != "param":
            raise XmlRpcError(INVALID_XML_RPC, "<params> holds no <param>")
        values.append(param.only("value"))
    return values


def _string(value: _Node) -> str | None:
    """Return a value that is a string, typed or not; None for any other."""
    if not value.children:
        return value.text
    inner = value.children[0]
    is_string = len(value.children) == 1 and inner.name == "string" and not inner.children
    return inner.text if is_string else None


def _fault(struct: _Node) -> Fault:
    members: dict[str, str] = {}
    for member in struct.children:
        if [one.name for one in member.children] != ["name", "value"]:
            raise XmlRpcError(INVALID_XML_RPC, "a <member> is a <name> and a <value>")
        name, value = member.children
        members.setdefault(name.text.strip(_BLANK), (value.children or [value])[0].text)
    code = members.get("faultCode", "").strip(_BLANK)
    if not _NUMBER.fullmatch(code):
        raise XmlRpcError(INVALID_XML_RPC, "the fault has no code")
    return Fault(int(code), members.get("faultString", ""))


def _parsed(body: bytes, name: str) -> _Node:
    """Return the root of a document, which is called `name`."""
    if len(body) > SIZE:
        raise XmlRpcError(PARSE_ERROR, f"longer than {SIZE} bytes")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse("a document type declaration")
    parser.EntityDeclHandler = _refuse("an entity declaration")
    parser.ProcessingInstructionHandler = _refuse("a processing instruction")
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat knows no keywords
    except expat.ExpatError as error:
        code = UNSUPPORTED_ENCODING if error.code in _ENCODING_ERRORS else PARSE_ERROR
        raise XmlRpcError(code, f"not well-formed: {expat.ErrorString(error.code)}") from error
    except (LookupError, ValueError) as error:  # of more than one byte a letter, or not Python's
        raise XmlRpcError(UNSUPPORTED_ENCODING, "an encoding that is not read") from error
    root = reader.root.children[0]
    if root.name != name:
        raise XmlRpcError(INVALID_XML_RPC, f"<{root.name[:40]}> is no <{name}>")
    return root


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Let the encodings of the web through; expat would ask any codec that Python has."""
    if encoding is not None and lookup(encoding) is None:
        raise XmlRpcError(UNSUPPORTED_ENCODING, f"{encoding[:40]} is no encoding that is read")


def _refuse(what: str) -> Callable[..., None]:
    def handler(*_: object) -> None:
        raise XmlRpcError(PARSE_ERROR, f"{what} is refused")

    return handler


class _Reader:
    """Builds the tree of one small document."""

    def __init__(self) -> None:
        self.root = _Node("")
        self._path = [self.root]
        self._elements = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _ELEMENTS or len(self._path) > _DEPTH:
            raise XmlRpcError(PARSE_ERROR, "too many elements")
        node = _Node(name)
        self._path[-1].children.append(node)
        self._path.append(node)

    def end(self, _: str) -> None:
        node = self._path.pop()
        if node.children and node.text.strip(_BLANK):
            raise XmlRpcError(INVALID_XML_RPC, f"text beside the elements in <{node.name[:40]}>")

    def text(self, text: str) -> None:
        self._path[-1].text += text
