"""Pingbacks between partwork and WordPress, both ways: ``python -m tests.interop.wordpress``.

Exit status 0: all is as it must be; 1: something is not; 2: something must be installed first.
"""

import argparse
import signal
import sys
from pathlib import Path

from tests.interop import needs
from tests.interop.exporting import exporting
from tests.interop.neighbours import neighbours
from tests.interop.receiving import receiving
from tests.interop.sending import sending

_EXPORT = Path(__file__).parent / "output" / "wordpress.xml"


def main() -> int:
    """Try it, and say what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.interop.wordpress", description=__doc__)
    parser.add_argument("--export", type=Path, default=_EXPORT, help="where to keep WordPress's export")
    export: Path = parser.parse_args().export
    if packages := needs.missing():
        print(f"These must be installed first: apt-get install {' '.join(packages)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped then, too
    print(", ".join(f"{name} {version}" for name, version in needs.versions().items()))
    with neighbours() as both:
        receiving(both)
        exporting(both, sending(both), export)
        return both.report.conclusion()


if __name__ == "__main__":
    sys.exit(main())
