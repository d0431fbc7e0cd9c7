"""The builds that are measured for the press, and which of them can be here."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec

import hugo_site
from edits import ANEW, LATEST, SENTENCE, Edits

SMALL = 20  # posts


@dataclass(frozen=True)
class Case:
    """A build to measure, of the site in a folder."""

    name: str
    words: str
    folder: str
    cold: bool = True
    edit: Callable[[Edits], None] | None = None
    shown: str = ""  # by a page, afterwards

    @property
    def program(self) -> str:
        """Return what builds it: ``stock``, ``press`` or ``hugo``."""
        return self.folder.removeprefix("small-")


CASES = (
    Case("stock", "stock Pelican, from nothing", "stock"),
    Case("press", "the press, from nothing", "press"),
    Case("nothing", "the press, nothing changed", "press", cold=False),
    Case("body", "the press, one body edited", "press", cold=False, edit=Edits.body, shown=SENTENCE),
    Case("title", "the press, one title edited", "press", cold=False, edit=Edits.title, shown=ANEW),
    Case("part", "the press, one new part", "press", cold=False, edit=Edits.new_part, shown=LATEST),
    Case("hugo", "Hugo", "hugo"),
    Case("small-stock", f"stock Pelican, {SMALL} posts", "small-stock"),
    Case("small-press", f"the press, {SMALL} posts", "small-press"),
)


def available(wanted: Iterable[str]) -> list[Case]:
    """Return the cases to measure, and say loudly which cannot be."""
    missing = {
        "press": not find_spec("partwork.press") and "partwork.press cannot be imported",
        "hugo": not hugo_site.program() and "the package hugo is not installed",
    }
    cases = [case for case in CASES if case.name in wanted]
    if any(not case.cold for case in cases):  # there must be something to begin with
        cases = [case for case in CASES if case in cases or case.name == "press"]
    for program, reason in missing.items():
        skipped = [case.name for case in cases if case.program == program]
        if reason and skipped:
            print(f"!!! SKIPPED: {', '.join(skipped)}: {reason} !!!", file=sys.stderr)
    return [case for case in cases if not missing.get(case.program)]
