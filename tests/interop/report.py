"""What was seen: a line for what is claimed, and one for what shows it."""


class Report:
    """Prints as it goes; `missed` counts what was not as claimed."""

    def __init__(self) -> None:
        self.missed = 0

    def chapter(self, title: str) -> None:
        """Begin a part of the run."""
        print(f"\n{title}\n")

    def seen(self, claim: str, holds: bool, what: object) -> None:
        """Say whether `claim` holds, and what was seen."""
        self.missed += not holds
        print(f"{'ok    ' if holds else 'MISSED'}  {claim}")
        for line in str(what).splitlines():
            print(f"            {line}")

    def equal(self, claim: str, found: object, wanted: object) -> None:
        """Say whether something is as it must be."""
        self.seen(claim, found == wanted, found if found == wanted else f"{found!r}\nnot {wanted!r}")

    def conclusion(self) -> int:
        """Say how it went, and return the exit status."""
        print(f"\n{self.missed} missed." if self.missed else "\nAll as it must be.")
        return 1 if self.missed else 0
