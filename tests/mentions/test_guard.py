"""Where requests may go, and where not (SF-01 to SF-06)."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.util import parse_url

from partwork.mentions.guard import PORTS, Guard, Origin, origin, special
from partwork.mentions.http import RefusedError
from tests.builders import PROPERTY

_NAME = Origin("https", "blog.example", 443)

# IANA's registries of special-purpose addresses, multicast and what is reserved, as of 2026.
_SPECIAL = """
    0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.88.99.2/32 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
    198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
    ::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128
    2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28
    2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 ff00::/8
    ::/96 ::ffff:0:0:0/96 fec0::/10 4000::/2 8000::/1 200::/7 400::/6 800::/5 1000::/4
""".split()
# Where clouds keep their keys.
_METADATA = "169.254.169.254 168.63.129.16 100.100.100.200 192.0.0.192 fd00:ec2::254 fe80::a9fe:a9fe".split()
_PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255
    198.20.0.0 223.255.255.255 2001:200:: 2001:4860:4860::8888 2003:: 2606:2800:220:1:248:1893:25c8:1946
    2620:4f:7fff:: 3ffe:ffff:: 3fff:1000::
""".split()
_EMBEDDINGS = {
    "mapped": "::ffff:{0:x}:{1:x}",
    "compatible": "::{0:x}:{1:x}",
    "translated": "::ffff:0:{0:x}:{1:x}",
    "NAT64": "64:ff9b::{0:x}:{1:x}",
    "local NAT64": "64:ff9b:1::{0:x}:{1:x}",
    "6to4": "2002:{0:x}:{1:x}::1",
    "Teredo client": "2001::{2:x}:{3:x}",
    "Teredo server": "2001:0:{0:x}:{1:x}::f7f7:f7f7",
    "ISATAP": "2606:4700::5efe:{0:x}:{1:x}",
    "ISATAP of a global address": "2606:4700::200:5efe:{0:x}:{1:x}",
}


def embedded(form: str, address: str) -> str:
    """Return the IPv6 address that carries an IPv4 one."""
    number = int(IPv4Address(address))
    return _EMBEDDINGS[form].format(
        number >> 16, number & 0xFFFF, number >> 16 ^ 0xFFFF, number & 0xFFFF ^ 0xFFFF
    )


def written(address: str) -> str:
    """Return an address as a URL has it."""
    return f"http://[{address}]/" if ":" in address else f"http://{address}/"


def refused(address: str) -> bool:
    """Return whether an address is refused, be it written in a URL or what a name has."""
    outcomes = []
    for check in (
        lambda: Guard().check_url(written(address)),
        lambda: Guard().check_addresses(_NAME, [address]),
    ):
        try:
            check()
            outcomes.append(False)
        except RefusedError:
            outcomes.append(True)
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


@pytest.mark.parametrize("network", _SPECIAL, ids=lambda network: f"SF-01 {network}")
def test_special_addresses_are_refused(network):
    """The first, the last and a middle address of each special range are refused."""
    whole = ip_network(network)
    for address in (whole[0], whole[-1], whole[whole.num_addresses // 3]):
        assert refused(str(address)), address


@pytest.mark.parametrize("address", _METADATA, ids=lambda address: f"SF-01 {address}")
def test_metadata_services_are_refused(address):
    """What tells a machine of a cloud its own keys is refused, wherever it is."""
    assert refused(address)


@pytest.mark.parametrize("form", _EMBEDDINGS, ids=lambda form: f"SF-01 {form}")
@pytest.mark.parametrize(
    "inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "168.63.129.16"]
)
def test_embedded_addresses_are_unwrapped(form, inner):
    """An IPv6 address that carries a special IPv4 one is refused, in every form there is."""
    assert refused(embedded(form, inner))


@pytest.mark.parametrize(
    ("form", "passes"),
    [
        ("NAT64", True),  # a network without IPv4 reaches all of it so
        ("ISATAP", True),
        ("mapped", False),
        ("compatible", False),
        ("translated", False),
        ("local NAT64", False),
        ("6to4", False),
        ("Teredo client", False),
        ("Teredo server", False),
    ],
    ids=lambda value: f"SF-01 {value}" if isinstance(value, str) else "",
)
def test_embedded_public_addresses_pass_only_where_that_is_how_the_web_is_reached(form, passes):
    """Transition mechanisms that nobody serves pages by are refused whatever they carry."""
    assert refused(embedded(form, "8.8.8.8")) is not passes


@pytest.mark.parametrize("address", _PUBLIC, ids=lambda address: f"SF-01 {address}")
def test_public_addresses_pass(address):
    """The neighbours of special ranges, and known public addresses, pass."""
    assert not refused(address)


_ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)


@PROPERTY
@given(_ADDRESSES)
def test_sf_01_what_python_knows_to_be_special_is_refused(address):
    """No address passes that the standard library, with its shorter list, calls not global."""
    parsed = ip_address(address)
    public = parsed.is_global and not parsed.is_multicast and not parsed.is_reserved
    assert public or special(parsed) or parsed in ip_network("64:ff9b::/96")


@PROPERTY
@given(st.sampled_from([*_EMBEDDINGS]), st.ip_addresses(v=4).map(str))
def test_sf_01_no_embedding_lets_out_what_is_refused_by_itself(form, inner):
    """Whatever IPv4 address is refused is refused in every embedding."""
    assert not special(IPv4Address(inner)) or refused(embedded(form, inner))


_NUMBERS = """
    2130706433 0x7f000001 0x7f.1 0x7F.0x0.0x0.0x1 0177.0.0.1 0177.1 127.1 127.0.1 127.0.0.01 127.0.0.1. 127.1.
    00000127.0.0.1 017700000001 0 0x 1.2.3.4.5 1.2.3 256.256.256.256 8.8.8.08 134744072 0x8.0x8.0x8.0x8
    example.1 example.0x1 example.0x 4294967296 ０.0.0.0 127。0。0。1 127．1
    １２７.０.０.１ １２７．０．０．１ ２１３０７０６４３３ ①②⑦.0.0.1 0ₓ7f.1 0x7f．1
    127.0.0.1%00 %31%32%37.0.0.1
""".split()
_LOCAL = """
    localhost LOCALHOST localhost. LocalHost. a.localhost a.b.localhost. ⓛocalhost ｌｏｃａｌｈｏｓｔ
    loca\u00adlhost lo\u200bcalhost printer intranet. wiki printer.local nas.lan db.internal
    metadata.google.internal host.localdomain x.home.arpa example.onion
""".split()
_ZONES = (
    "[fe80::1%eth0] [fe80::1%25eth0] [::1%lo] [::1%251] [2606:4700::1111%25eth0] [2606:4700::1111%]".split()
)
_SIX = """
    [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::127.0.0.1] [::] [::1 [::1]x [v1.x] [:::] ::1 [1::2::3] []
""".split()


@pytest.mark.parametrize(
    "host",
    [*_NUMBERS, *_LOCAL, *_ZONES, *_SIX],
    ids=lambda host: f"SF-02 {host!a}",
)
def test_hosts_that_mean_this_machine_are_refused(host):
    """Numbers in any spelling, names of the local network, and zones are refused, on every port."""
    for url in (f"http://{host}/", f"https://{host}", f"http://{host}:8080/x?y", f"HTTP://{host.upper()}/"):
        with pytest.raises(RefusedError):
            Guard().check_url(url)


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("example.org", "example.org"),
        ("EXAMPLE.org.", "example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("ｅｘａｍｐｌｅ．org", "example.org"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("under_score.example", "under_score.example"),
        ("1.example", "1.example"),
        ("127.0.0.1e", "127.0.0.1e"),
        ("127.0.0.1.nip.example", "127.0.0.1.nip.example"),
        ("0x7f.example", "0x7f.example"),
        ("localhost.example", "localhost.example"),
        ("a" * 63 + ".example", "a" * 63 + ".example"),
        ("8.8.8.8", "8.8.8.8"),
        ("８.8.8.8", "8.8.8.8"),
        ("[2606:4700:0:0::1111]", "2606:4700::1111"),
    ],
    ids=lambda host: f"SF-02 {host!a}",
)
def test_names_of_the_web_pass(host, plain):
    """Names pass in any script and case; the guard says them in ASCII, as they will be asked for."""
    assert Guard().check_url(f"https://{host}/") == Origin("https", plain, 443)


_SHAPES = [
    "",
    "example.org",
    "//example.org/",
    "http:",
    "http:example.org",
    "http:/example.org",
    "http:///example.org",
    "http:////example.org",
    "http://",
    "http:///",
    "http://?",
    "http://#",
    "http://:80/",
    "http:\\\\example.org\\",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http:\\/example.org/",
    "http://me@example.org/",
    "http://me:secret@example.org/",
    "http://@example.org/",
    "http://:@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://example.org:80@127.0.0.1:80/",
    "http://example.org%40127.0.0.1/",
    "http://example.org:80:80/",
    "http://example.org:eighty/",
    "http://example.org:+80/",
    "http://example.org:-80/",
    "http://example.org: 80/",
    "http://example.org:8_0/",
    "http://example.org:８０/",
    "http://example.org:0/",
    "http://example.org:65616/",
    "http://example.org:1000000/",
    "http://exa\tmple.org/",
    "http://exa\nmple.org/",
    "http://example.org/a\r\nHost: 127.0.0.1",
    "http://example.org/a b",
    "http://example.org/\x00",
    "http://example.org/\x7f",
    "http://example.org/\x85",
    "http://example.org/\u2028",
    "http://example.org/\u3000",
    "http://example.org/\ud800",
    " http://example.org/",
    "http://example.org/ ",
    "\thttp://example.org/",
    "\x1fhttp://example.org/",
    "h\nttp://example.org/",
    "ht tp://example.org/",
    "http ://example.org/",
    "http://exam ple.org/",
    "http://exam%20ple.org/",
    "http://example..org/",
    "http://.example.org/",
    "http://example.org../",
    "http://./",
    "http://../",
    "http://exam!ple.org/",
    "http://exam*ple.org/",
    "http://(example).org/",
    "http://<example>.org/",
    "http://ex|ample.org/",
    "http://ex^ample.org/",
    "http://exa\u2488mple.org/",
    "http://example\u2100.org/",
    "http://example.org\uff03.example/",
    "http://example.org\uff0f@127.0.0.1/",
    "http://example.org\u2044.example/",
    "http://xn--\u00e9.example/",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 127 + "example/",
    "http://" + "\u00e9" * 300 + ".example/",
    "http://example.org/" + "a" * 8000,
    "ftp://example.org/",
    "file:///etc/passwd",
    "file://example.org/etc/passwd",
    "gopher://example.org:70/_GET",
    "dict://example.org:2628/d:x",
    "data:text/html,x",
    "javascript:alert(1)",
    "mailto:me@example.org",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "ws://example.org/",
    "httpx://example.org/",
    "https+http://example.org/",
    "view-source:http://example.org/",
    "url:http://example.org/",
]


@pytest.mark.parametrize("url", _SHAPES, ids=lambda url: f"SF-03 {url[:60]!a}")
def test_urls_that_can_be_read_in_two_ways_are_refused(url):
    """User names, backslashes, white space, missing and surplus slashes, and other schemes are refused."""
    with pytest.raises(RefusedError) as refusal:
        Guard().check_url(url)
    assert refusal.value.permanent
    assert ("user name" in refusal.value.why) is ("//" in url and "@" in url and "\\" not in url)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("http://example.org", 80),
        ("http://example.org:/", 80),
        ("https://example.org?x", 443),
        ("http://example.org:080/", 80),
        ("http://example.org:443/", 443),
        ("https://example.org:8080#x", 8080),
        ("https://[2606:4700::1111]:8080/", 8080),
    ],
    ids=lambda value: f"SF-04 {value}",
)
def test_ports_of_the_web_pass(url, port):
    """80, 443 and 8080 pass, written or not."""
    assert Guard().check_url(url).port == port


_OTHER_PORTS = (1, 21, 22, 25, 53, 79, 81, 110, 444, 3306, 5432, 6379, 8000, 8443, 11211, 65535)


@pytest.mark.parametrize("port", _OTHER_PORTS, ids=lambda port: f"SF-04 {port}")
def test_other_ports_are_refused(port):
    """What is no web server is not asked, on a public host either."""
    with pytest.raises(RefusedError, match=f"port {port}"):
        Guard().check_url(f"http://example.org:{port}/")


@pytest.mark.parametrize(
    "addresses",
    [
        ["93.184.216.34", "127.0.0.1"],
        ["127.0.0.1", "93.184.216.34"],
        ["2606:4700::1111", "::1"],
        ["93.184.216.34", "2606:4700::1111", "fe80::1%2"],
        ["93.184.216.34", "::ffff:10.0.0.1"],
        ["93.184.216.34", "nonsense"],
        ["93.184.216.34", ""],
        ["93.184.216.34", "127.1"],
    ],
    ids=lambda addresses: f"SF-06 {' '.join(addresses)}",
)
def test_a_name_with_any_address_that_is_not_public_is_refused(addresses):
    """One private address among public ones is enough: which one is connected to is chance."""
    with pytest.raises(RefusedError):
        Guard().check_addresses(_NAME, addresses)


def test_sf_06_public_addresses_come_back_as_they_are_connected_to():
    """The addresses that were checked come back, in their order, each in its one form."""
    found = ["2606:4700:0::1111", "93.184.216.34", "64:ff9b::808:808"]
    assert Guard().check_addresses(_NAME, found) == (
        "2606:4700::1111", "93.184.216.34", "64:ff9b::808:808",
    )  # fmt: skip


def test_a_trusted_pair_is_exempt_and_nothing_beside_it():
    """The owner's host and port pass with any address; another port, host or spelling does not."""
    guard = Guard(frozenset({"127.0.0.1:8000", "[::1]:8001", "inbox:8002", "localhost:8003"}))
    for url in (
        "http://127.0.0.1:8000/x",
        "https://127.0.0.1:8000",
        "http://[::1]:8001/",
        "http://INBOX:8002/",
    ):
        asked = guard.check_url(url)
        assert guard.check_addresses(asked, ["127.0.0.1", "10.0.0.1"]) == ("127.0.0.1", "10.0.0.1")
    assert guard.check_url("http://localhost.:8003/").host == "localhost"
    for url in (
        "http://127.0.0.1:8001/",
        "http://127.0.0.1/",
        "http://127.0.0.2:8000/",
        "http://127.1:8000/",
        "http://[::1]:8000/",
        "http://[::ffff:127.0.0.1]:8000/",
        "http://me@127.0.0.1:8000/",
        "ftp://127.0.0.1:8000/",
        "http://localhost:8000/",
        "http://inbox/",
    ):
        with pytest.raises(RefusedError):
            guard.check_url(url)
    with pytest.raises(RefusedError):
        guard.check_addresses(Origin("http", "inbox", 80), ["127.0.0.1"])


def test_an_owner_writes_down_whom_to_trust_as_origins_do():
    """The authority of any URL is what `trusted` takes."""
    url = "http://[0:0::1]:8001/x"
    assert origin(url).authority == "[::1]:8001"
    assert str(origin(url)) == "http://[::1]:8001"
    assert Guard(frozenset({origin(url).authority})).check_url(url) == origin(url)


_PIECES = st.sampled_from(
    "http https HTTP ftp file : / // /// \\ @ # ? % . .. [ ] 127.0.0.1 127.1 0x7f 2130706433 localhost ::1"
    " ::ffff:7f00:1 64:ff9b::7f00:1 example.org example bücher １２７ 。 ．\t\n \x00 : 80 :443 :8080 :22 user"
    " pass xn-- %00 %2e %40 \u00ad \u200d é /path ?q=1 ; & = 8.8.8.8 2606:4700::1".split(" ")
)
URLS = st.one_of(
    st.text(),
    st.text().map(lambda text: f"http://{text}"),
    st.lists(_PIECES, max_size=8).map("".join),
    st.lists(_PIECES, max_size=6).map(lambda pieces: "https://" + "".join(pieces)),
)


@PROPERTY
@given(URLS)
@example("http://[")
@example("http://[::1]]/")
@example("http://\u2100/")
@example("https://xn--0.example/")
def test_any_text_is_either_let_out_or_refused(url):
    """No text makes the guard fail; what it lets out, other readers of URLs read in the same way."""
    try:
        asked = Guard().check_url(url)
    except RefusedError:
        return
    assert asked.scheme in {"http", "https"}
    assert asked.port in PORTS
    assert asked.host.isascii()
    assert asked.address is None or not special(asked.address)
    assert "." in asked.host or ":" in asked.host
    if url.isascii():
        for reader in (urlsplit(url), parse_url(url)):
            host = (reader.hostname or "").strip("[]").lower().removesuffix(".")
            assert host == asked.host or IPv6Address(host) == IPv6Address(asked.host)
            assert (reader.port or asked.port) == asked.port
            assert (reader.scheme or "").lower() == asked.scheme
