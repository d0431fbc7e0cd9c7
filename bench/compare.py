"""What partwork costs: a made-up site, built by Pelican alone and by Pelican with partwork.

Each build is a process of its own and starts from nothing: no output, no cache. The cases take turns, so
that what else the machine does falls on all of them. They write to memory where there is a folder for it:
programs are compared here, not disks (``--folder`` names another place). Exits with 1 where partwork's own
work costs more than `LIMIT` allows, or a build fails.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import machine
import pelican_site
import processes

BENCH = Path(__file__).parent
LIMIT = 1.20
RESPONSES = 10
PACKAGES = ("pelican", "partwork", "Markdown", "typogrify", "Jinja2", "msgspec", "PyYAML", "nh3")


@dataclass(frozen=True)
class Case:
    """A way to build the site."""

    name: str
    theme: Path
    plugins: tuple[str, ...] = ()


ALONE = Case("a  Pelican alone, plain theme", BENCH / "theme_plain")
PLUGIN = Case("b  and partwork, plain theme", BENCH / "theme_plain", ("partwork",))
THEME = Case("c  and partwork, its own theme", BENCH.parent / "theme", ("partwork",))


@dataclass(frozen=True)
class Written:
    """What a build wrote. `part` is the mean size of the page of a part, in bytes."""

    pages: int
    files: int
    size: int
    part: int


@dataclass(frozen=True)
class Result:
    """What a case took over all rounds, and what it wrote."""

    case: str
    fastest: float
    median: float
    cpu: float
    megabytes: float
    ratio: float  # of the fastest builds, to Pelican alone
    written: Written


def build(case: Case, content: Path, output: Path) -> processes.Took:
    """Build the site into an empty folder and return what it took; exit with 1 if it failed."""
    shutil.rmtree(output, ignore_errors=True)
    plugins = f"PLUGINS={json.dumps(case.plugins)}"
    command = [sys.executable, "-m", "pelican", str(content), "--output", str(output)]
    command += ["--settings", str(BENCH / "pelicanconf.py"), "--theme-path", str(case.theme)]
    try:
        return processes.run([*command, "-e", plugins], output.parent)
    except processes.Failed as failed:
        sys.exit(f"{case.name}: the build failed.\n{failed}")


def written(output: Path) -> Written:
    """Return what a build wrote."""
    sizes = {path: path.stat().st_size for path in output.rglob("*") if path.is_file()}
    pages = [path for path in sizes if path.suffix == ".html"]
    parts = [sizes[path] for path in pages if path.parent.name == "posts"]
    return Written(len(pages), len(sizes), sum(sizes.values()), round(statistics.mean(parts)))


def compare(cases: Iterable[Case], content: Path, work: Path, rounds: int) -> list[Result]:
    """Build every case so many times, in turns, and return the results; ratios are to the first case."""
    runs: dict[Case, list[processes.Took]] = {case: [] for case in cases}
    wrote: dict[Case, Written] = {}
    for number in range(1, rounds + 1):
        for case, took in runs.items():
            output = work / "output"
            took.append(build(case, content, output))
            wrote[case] = written(output)
            print(f"round {number}/{rounds}  {case.name}  {took[-1].seconds:.2f} s", file=sys.stderr)
    baseline = min(run.seconds for run in next(iter(runs.values())))
    return [
        Result(
            case.name,
            fastest=min(run.seconds for run in took),
            median=statistics.median(run.seconds for run in took),
            cpu=min(run.cpu for run in took),
            megabytes=max(run.megabytes for run in took),
            ratio=min(run.seconds for run in took) / baseline,
            written=wrote[case],
        )
        for case, took in runs.items()
    ]


def environment(options: argparse.Namespace, work: Path) -> dict[str, str]:
    """Return what was measured, and where."""
    return {
        "site": f"{options.posts} posts in series of {corpus.PARTS}, {RESPONSES} responses to each,"
        f" {corpus.TAGS} tags, seed {options.seed}",
        "builds": f"{options.rounds} of each case in turns, from nothing, in {work}",
        **machine.facts(PACKAGES),
    }


def table(results: Iterable[Result]) -> str:
    """Return the results as a table."""
    head = ("case", "fastest", "median", "ratio", "CPU", "memory", "pages", "files", "written", "a part")
    rows = [head, *(_row(one) for one in results)]
    return "\n".join(f"{row[0]:<32}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows)


def _row(one: Result) -> tuple[str, ...]:
    return (
        one.case,
        f"{one.fastest:.2f} s",
        f"{one.median:.2f} s",
        f"{one.ratio:.2f}",
        f"{one.cpu:.2f} s",
        f"{one.megabytes:.0f} MB",
        str(one.written.pages),
        str(one.written.files),
        f"{one.written.size / 1e6:.1f} MB",
        f"{one.written.part / 1e3:.1f} kB",
    )


def main() -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description="Measure what partwork's own work costs.")
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--folder",
        type=Path,
        default=machine.memory(),
        help="where to work (default: in memory)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="partwork-bench-", dir=options.folder) as folder:
        work = Path(folder)
        pelican_site.write(work, corpus.Corpus(options.posts, options.seed), RESPONSES)
        facts = environment(options, work)
        results = compare((ALONE, PLUGIN, THEME), work / "content", work, options.rounds)
    for name, fact in facts.items():
        print(f"{name + ':':<10} {fact}")
    print(f"\n{table(results)}\n")
    ratio = results[1].ratio
    passed = ratio <= LIMIT
    print(f"partwork's own work costs {ratio - 1:.0%}; {LIMIT - 1:.0%} are allowed.")
    if options.json:
        document = {"environment": facts, "results": [asdict(one) for one in results], "passed": passed}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
