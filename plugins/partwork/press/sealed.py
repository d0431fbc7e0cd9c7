"""Data that says whether it is whole, of our making, and under the name that it was stored by."""

from hashlib import blake2b

from partwork.press.digest import SIZE, Digest

_MAGIC = b"press1\n"
_HEAD = len(_MAGIC) + SIZE


def sealed(name: bytes, value: bytes) -> bytes:
    """Return a value with a seal before it that holds for this name alone."""
    return _MAGIC + _sum(name, value) + value


def opened(name: bytes, data: bytes) -> bytes | None:
    """Return the value that was sealed under a name; None where this is anything else."""
    value = data[_HEAD:]
    return value if data[:_HEAD] == _MAGIC + _sum(name, value) else None


def _sum(name: bytes, value: bytes) -> Digest:
    hasher = blake2b(name, digest_size=SIZE)
    hasher.update(value)
    return hasher.digest()
