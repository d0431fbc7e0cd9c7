"""Paths and addresses, and why one will not do."""

import pytest

from partwork.paths import fault_of_address, fault_of_path, fault_of_path_in_address


@pytest.mark.parametrize(
    "path", ["a.html", "a/b.html", "./a", "a//b", "ünï code.html", "..a", "a..", "می‌خواهم.html"]
)
def test_a_path_below_the_folder_will_do(path):
    """Any name, in any script; joiners of Persian and emoji are no strange signs."""
    assert fault_of_path(path) == ""


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("../a", "leads out"),
        ("a/../../b", "leads out"),
        ("/a", "leads out"),
        ("", "names a folder"),
        ("a/", "names a folder"),
        ("a/.", "names a folder"),
        ("a\0b", "has a sign"),
        ("a\nb", "has a sign"),
        ("a\u202eb", "has a sign"),
        ("a\ud800", "has a sign"),
        ("é" * 128, "is longer"),
        (f"a/{'x' * 256}/b", "is longer"),
    ],
)
def test_another_path_is_told_why_not(path, fault):
    """Out of the folder, no file, not to be seen, too long."""
    assert fault in fault_of_path(path)


@pytest.mark.parametrize(
    "address", ["a.html", "a/b/?x=1#y", "", "ünïcode/", "it's", "a;b,c(d)", "a%20b", "~x/@y:z"]
)
def test_an_address_that_can_be_linked_will_do(address):
    """What RFC 3987 has in an address, other scripts included."""
    assert fault_of_address(address) == ""


@pytest.mark.parametrize("sign", [*' "<>\\\\^`{|}', "\t", "\n", "\0", "\xa0", "\u2028", "\u202e", "\x85"])
def test_a_sign_that_breaks_a_link_is_told(sign):
    """Spaces, quotes, braces and what cannot be seen."""
    assert "The address has" in fault_of_address(f"a{sign}b")


@pytest.mark.parametrize("sign", "#?%")
def test_a_sign_that_ends_a_path_leads_elsewhere(sign):
    """A file may be called so, and a link that says so leads to another."""
    assert "would lead elsewhere" in fault_of_path_in_address(f"a{sign}41b")
    assert fault_of_address(f"a{sign}41b") == ""
