"""What the fuzzer begins with holds; what it ever found is tried here for good."""

import pytest

from tests.fuzz.targets import TARGETS

#: Inputs that once broke a reader.
FOUND: list[tuple[str, bytes]] = [
    ("discover", "\x00\n&#²;".encode()),
    ("discover", b'\x00\n<link rel="pingback" href="hTtps://page.example/">'),
    ("address", b"//\x01\x00#"),
    ("merge", b"~\t"),
    ("merge", b"~\n\t\t"),
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(pytest.param(name, seed, id=name) for name, target in TARGETS.items() for seed in target.seeds),
        *(pytest.param(name, data, id=f"{name}, found") for name, data in FOUND),
        *(pytest.param(name, b"", id=f"{name}, empty") for name in TARGETS),
    ],
)
def test_the_readers_hold(name: str, data: bytes):
    """A reader that is fuzzed reads what it is given to begin with."""
    TARGETS[name].read(data)
