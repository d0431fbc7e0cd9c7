"""Paths of files below a folder, and addresses below the site's: why one will not do."""

import re

from partwork.text import safe

_LONGEST_NAME = 255  # bytes, for every file system there is
_NEVER_IN_ADDRESS = re.compile(r'[\x00-\x20\x7f\s"<>\\^`{|}]')
_END_OF_PATH = re.compile(r"[#?%]")
# What nearly every path looks like; the rest is looked at closely.
_PLAIN = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", re.ASCII)


def fault_of_path(path: str) -> str:
    """Return why there can be no file at `path` below a folder, as a sentence; empty if there can."""
    if len(path) <= _LONGEST_NAME and _PLAIN.fullmatch(path):
        return ""
    names = path.split("/")
    if safe(path) != path or re.search(r"[\t\r\n]", path):
        return "The path has a sign that no file name should have."
    if path.startswith("/") or ".." in names:
        return "The path leads out of the folder."
    if names[-1] in {"", "."}:
        return "The path names a folder, and no file."
    if any(len(name.encode()) > _LONGEST_NAME for name in names):
        return "A name in the path is longer than file systems take."
    return ""


def fault_of_address(address: str) -> str:
    """Return why `address` cannot stand in a link, as a sentence; empty if it can."""
    if safe(address) != address or _NEVER_IN_ADDRESS.search(address):
        return "The address has a space, a quote or another sign that no address may have."
    return ""


def fault_of_path_in_address(path: str) -> str:
    """Return why `path`, written into a link as it is, would lead elsewhere; empty if it would not."""
    if _PLAIN.fullmatch(path):
        return ""
    if _END_OF_PATH.search(path):
        return 'The address has a "#", "?" or "%", and would lead elsewhere.'
    return fault_of_address(path)
