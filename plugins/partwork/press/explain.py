"""What a build did, in words: one line for all of it, or one for each output."""

from collections import Counter
from collections.abc import Iterable, Mapping

from partwork.press.verdict import Verdict


def summary(verdicts: Iterable[Verdict], seconds: float) -> str:
    """Return one line: how many outputs were kept, rendered (of which kinds) and deleted, in what time."""
    told = [*verdicts]
    counts = Counter(verdict.what for verdict in told)
    kinds = Counter(verdict.kind for verdict in told if verdict.what == "rendered")
    which = "; ".join(f"{kind}: {count:,}" for kind, count in kinds.most_common())
    parts = [
        f"kept {counts['kept']:,}",
        f"rendered {counts['rendered']:,}" + (f" ({which})" if which else ""),
    ]
    if counts["deleted"]:
        parts.append(f"deleted {counts['deleted']:,}")
    return f"{', '.join(parts)} in {seconds:.2f} s"


def lines(verdicts: Iterable[Verdict]) -> Iterable[str]:
    """Return a line for each output: what became of it, and why."""
    for verdict in sorted(verdicts, key=lambda one: one.path):
        why = f": {verdict.reason}" if verdict.reason else ""
        yield f"{verdict.what:8} {verdict.path}{why}"


def slowest(verdicts: Iterable[Verdict], count: int = 10) -> Iterable[str]:
    """Return a line for each of the pages that took longest."""
    by_time = sorted(verdicts, key=lambda one: one.seconds, reverse=True)
    return [
        f"{one.seconds * 1000:8.1f} ms  {one.path} ({one.kind})" for one in by_time[:count] if one.seconds
    ]


def steps(times: Mapping[str, float]) -> Iterable[str]:
    """Return a line for each step of a build, and the seconds that it took."""
    return [f"{seconds * 1000:8.1f} ms  {step}" for step, seconds in times.items()]
