"""The whole output of a small site, byte for byte."""

import difflib

from tests.site.folder import contents
from tests.site.golden import EXPECTED, build


def test_the_small_site_comes_out_as_expected(tmp_path):
    """Every file is as it was blessed. A change that is meant: ``make bless``, and read the diff."""
    built, expected = build(tmp_path), contents(EXPECTED)
    assert built.keys() == expected.keys()
    for name, data in built.items():
        if data != expected[name]:
            old, new = (text.decode().splitlines() for text in (expected[name], data))
            diff = "\n".join(
                difflib.unified_diff(old, new, f"expected/{name}", f"built/{name}", lineterm="", n=1)
            )
            raise AssertionError(f"{diff}\n\nIf this is meant: make bless")
