"""What is to become of an output."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an output ("kept", "rendered" or "deleted"), why, and the seconds it took."""

    path: str
    what: str
    kind: str
    reason: str = ""
    seconds: float = 0.0
