"""What a build with the press takes, beside stock Pelican and Hugo: a made-up site, from nothing and edited.

Each case is a process of its own. The cases take turns, so that what else the machine does falls on all of
them, and write to memory where there is a folder for it (``--folder`` names another place). The press's
output must be stock Pelican's, byte for byte. What is aimed at and missed is said, and is no error; a build
that fails, or that writes something else, is one.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from compileall import compile_dir
from dataclasses import asdict
from pathlib import Path

import aims
import hugo_site
import machine
import pelican_site
import processes
import written
from cases import CASES, SMALL, Case, available
from corpus import Corpus
from edits import Edits

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"
_PACKAGES = ("pelican", "partwork", "Markdown", "typogrify", "Jinja2", "hugo")
_TURNS = 5  # of the small site in a round: its builds are short


class Bench:
    """The sites of one size, and what their builds took."""

    def __init__(self, work: Path, posts: int, seed: int, cases: Iterable[Case]) -> None:
        self.cases = tuple(cases)
        self.took: dict[str, list[processes.Took]] = {case.name: [] for case in self.cases}
        self.wrote: dict[str, dict[str, int]] = {}
        self.differing: list[str] | None = None
        self._work = work
        for folder in {case.folder for case in self.cases}:
            site = Corpus(SMALL if folder.startswith("small-") else posts, seed)
            if folder == "hugo":
                hugo_site.write(work / folder, site)
            else:
                pelican_site.write(work / folder, site)
                press = ["partwork.press"] if folder.endswith("press") else []
                pelican_site.configure(work / folder, [*press, "partwork"])

    def round(self, seed: int) -> None:
        """Build every case once, the small ones more often."""
        edits = Edits(self._work / "press/content", seed)
        for case in self.cases:
            if case.folder in ("stock", "press", "hugo"):
                self._measure(case, edits)
        edits.undo()
        for _ in range(_TURNS):
            for case in self.cases:
                if case.folder.startswith("small-"):
                    self._measure(case, edits)

    def _measure(self, case: Case, edits: Edits) -> None:
        site = self._work / case.folder
        if case.cold:
            for made in ("output", "resources", ".press"):
                shutil.rmtree(site / made, ignore_errors=True)
        if case.edit:
            case.edit(edits)
        took = processes.run(_command(case.program), site)
        self.took[case.name].append(took)
        print(f"  {case.words}: {took.seconds:.2f} s", file=sys.stderr)
        self._check(case, site / "output")

    def _check(self, case: Case, output: Path) -> None:
        """Count what was written; find the edit in it; compare the press's output with stock Pelican's."""
        self.wrote[case.name] = written.kinds(output)
        if not any(case.shown in page.read_text(encoding="utf-8") for page in output.glob("posts/*")):
            raise processes.Failed(f"{case.words}: no page shows “{case.shown}”.")
        if case.name == "press" and "stock" in self.took:
            differing = written.differences(self._work / "stock/output", output)
            self.differing = [*(self.differing or ()), *differing]
            shutil.rmtree(self._work / "stock/output")
        if case.name == "hugo":
            shutil.rmtree(output)


def _command(program: str) -> list[str]:
    if program == "hugo":
        return [str(hugo_site.program()), "--destination", "output", "--quiet"]
    if program == "press":
        return [sys.executable, "-m", "partwork", "build", "--settings", "pelicanconf.py"]
    return [sys.executable, "-m", "pelican", "--settings", "pelicanconf.py"]


def figures(bench: Bench) -> dict[str, aims.Figure]:
    """Return of each case the fastest build, and the most memory that any took."""
    return {
        name: aims.Figure(
            min(one.seconds for one in took), min(one.cpu for one in took), max(one.megabytes for one in took)
        )
        for name, took in bench.took.items()
    }


def table(bench: Bench, found: dict[str, aims.Figure]) -> str:
    """Return the figures of one size as a table; a ratio above 1 says how many times faster the case was."""
    rows = [("", "seconds", "CPU", "memory", "to stock", "to Hugo")]
    for case in bench.cases:
        one = found[case.name]
        small = case.folder.startswith("small-")
        ratios = [
            f"{found[to].seconds / one.seconds:.2f}" if to in found else "-"
            for to in ("small-stock" if small else "stock", "" if small else "hugo")
        ]
        rows.append(
            (case.words, f"{one.seconds:.2f} s", f"{one.cpu:.2f} s", f"{one.megabytes:.0f} MB", *ratios)
        )
    return "\n".join(f"{row[0]:<34}" + "".join(f"{cell:>11}" for cell in row[1:]) for row in rows)


def pages(bench: Bench) -> str:
    """Return how many files of each kind each program wrote from nothing."""
    cold = [case for case in bench.cases if case.cold]
    rows = [("files written", *written.KINDS)]
    rows += [(case.words, *(str(bench.wrote[case.name][kind]) for kind in written.KINDS)) for case in cold]
    return "\n".join(f"{row[0]:<34}" + "".join(f"{cell:>11}" for cell in row[1:]) for row in rows)


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000], help="one or several sizes")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    names = [case.name for case in CASES]
    parser.add_argument("--cases", nargs="+", choices=names, default=names, metavar="CASE", help=str(names))
    parser.add_argument("--folder", type=Path, default=machine.memory())
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    options = parser.parse_args()
    cases = available(options.cases)
    compile_dir(PLUGINS, quiet=1)  # as an installer would
    measured: dict[int, dict[str, aims.Figure]] = {}
    wrong = False
    for posts in options.posts:
        with tempfile.TemporaryDirectory(prefix="partwork-bench-", dir=options.folder) as folder:
            print(f"{posts} posts in {folder}", file=sys.stderr)
            bench = Bench(Path(folder), posts, options.seed, cases)
            try:
                for number in range(options.rounds):
                    bench.round(options.seed + number)
            except processes.Failed as failed:
                sys.exit(f"A build failed.\n{failed}")
        measured[posts] = figures(bench)
        print(f"\n{posts} posts\n\n{table(bench, measured[posts])}\n\n{pages(bench)}\n")
        if bench.differing is not None:
            wrong |= bool(bench.differing)
            print(_compared(bench.differing))
    facts = {
        "builds": f"the fastest of {options.rounds} in turns ({_TURNS} times as many of {SMALL} posts),"
        f" seed {options.seed}",
        "skipped": ", ".join(sorted({*options.cases} - {case.name for case in cases})) or "nothing",
        **machine.facts(_PACKAGES if hugo_site.program() else _PACKAGES[:-1]),
    }
    verdicts = aims.judge(measured)
    print("\n".join(f"{verdict.verdict:<12} {verdict.words}: {verdict.found}" for verdict in verdicts))
    print("\n" + "\n".join(f"{name + ':':<10} {fact}" for name, fact in facts.items()))
    if options.json:
        document = {
            "environment": facts,
            "figures": {
                posts: {name: asdict(one) for name, one in found.items()} for posts, found in measured.items()
            },
            "aims": [asdict(verdict) for verdict in verdicts],
        }
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return int(wrong)


def _compared(differing: list[str]) -> str:
    if not differing:
        return "The press's output is stock Pelican's, byte for byte.\n"
    return "\n    ".join([f"The press wrote {len(differing)} files otherwise:", *differing[:10]]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
