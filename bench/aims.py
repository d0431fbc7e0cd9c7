"""What the press aims at, beside stock Pelican and Hugo, and whether it was met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MOST = 3_000  # megabytes
_FLAT = 1.20


@dataclass(frozen=True)
class Figure:
    """What a case takes."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Aim:
    """A case that is to take so many times less than another, of seconds or of memory, at a size if any."""

    words: str
    case: str
    than: str
    times: float
    posts: int | None = None
    measure: str = "seconds"


@dataclass(frozen=True)
class Verdict:
    """An aim, what was found, and ``met``, ``missed``, ``not measured``, or the size it is judged at."""

    words: str
    found: str
    verdict: str


AIMS = (
    Aim("from nothing, 4 times faster than stock Pelican", "press", "stock", 4, posts=1_000),
    Aim("from nothing, as fast as Hugo", "press", "hugo", 1, posts=1_000),
    Aim("nothing changed, 20 times faster than Hugo", "nothing", "hugo", 20, posts=10_000),
    Aim("one body edited, 15 times faster than Hugo", "body", "hugo", 15, posts=10_000),
    Aim("one title edited, 10 times faster than Hugo", "title", "hugo", 10, posts=10_000),
    Aim("one new part, 8 times faster than Hugo", "part", "hugo", 8, posts=10_000),
    Aim("at most 1.5 times the memory of stock Pelican", "press", "stock", 1 / 1.5, 10_000, "megabytes"),
    # What is asked for is "no slower"; two builds of half a second are not told apart more closely.
    Aim("20 posts, as fast as stock Pelican", "small-press", "small-stock", 0.95),
)


def judge(measured: Mapping[int, Mapping[str, Figure]]) -> list[Verdict]:
    """Return what is to be said of each aim, of figures by size and case."""
    return [
        *(_judged(aim, posts, found) for posts, found in measured.items() for aim in AIMS),
        *_large(measured),
    ]


def _judged(aim: Aim, posts: int, found: Mapping[str, Figure]) -> Verdict:
    if not {aim.case, aim.than} <= found.keys():
        return Verdict(aim.words, f"{posts} posts", "not measured")
    times = getattr(found[aim.than], aim.measure) / getattr(found[aim.case], aim.measure)
    if aim.posts not in (None, posts):
        verdict = f"at {aim.posts}"
    else:
        verdict = "met" if times >= aim.times else "missed"
    said = 1 / times if aim.measure == "megabytes" else times  # as the aim says it
    return Verdict(aim.words, f"{said:.2f} times at {posts} posts", verdict)


def _large(measured: Mapping[int, Mapping[str, Figure]]) -> Iterator[Verdict]:
    """Yield what is to be said of the largest of several sizes: its memory, and its cost per post."""
    sizes = sorted(posts for posts, found in measured.items() if "press" in found)
    if len(sizes) < 2:
        return
    small, large = sizes[0], sizes[-1]
    if large >= 100_000:
        most = measured[large]["press"].megabytes
        yield Verdict(f"{large} posts within 3 GB", f"{most:.0f} MB", "met" if most <= _MOST else "missed")
    per_post = [measured[size]["press"].cpu / size for size in (small, large)]
    growth = per_post[1] / per_post[0]
    yield Verdict(
        f"a post of {large} costs what one of {small} does, within 20 %, in CPU seconds",
        f"{growth:.2f} times",
        "met" if growth <= _FLAT else "missed",
    )
