"""How far a sender has come in the tests that have steps."""

from dataclasses import dataclass, field
from typing import Protocol

from tests.rocks.source import Source

STEPS = "incomplete: go on with the next step"
PASSED = "Congrats! You passed this test."


class StepError(Exception):
    """A step that fails, or that comes before its time: told in a page, with the status of one."""

    def __init__(self, error: str, why: str, status: int = 200) -> None:
        self.status = status
        super().__init__(f"{error}: {why}")


class Progress(Protocol):
    """One source on its way through a test."""

    def take(self, source: Source, target: str) -> str:
        """Take a mention of one of the pages of the test, and return what there is to say."""
        ...


@dataclass(slots=True)
class Adding:
    """Update 1: a link is added, and the page that was linked to before hears of it as well."""

    pages: tuple[str, ...]
    started: bool = False
    told: set[str] = field(default_factory=set)

    def take(self, source: Source, target: str) -> str:
        """Look at the links of the source."""
        first, second = self.pages
        if not self.started:
            if target == second:
                raise StepError("test_not_started", "begin with a link to the first page alone")
            if first not in source.links:
                raise StepError("no_link_found", "the source does not link to the first page")
            if second in source.links:
                raise StepError("test_failed", "the source links to the second page from the beginning")
            self.started = True
            return STEPS
        if not {first, second} <= source.links:
            raise StepError("test_failed", "the source does not link to both pages")
        self.told.add(target)
        return PASSED if len(self.told) == 2 else STEPS


@dataclass(slots=True)
class Removing:
    """Update 2: a link is removed, and both pages hear of it."""

    pages: tuple[str, ...]
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)

    def take(self, source: Source, target: str) -> str:
        """Look at the links of the source."""
        first, second = self.pages
        if first not in source.links:
            raise StepError("no_link_found", "the source does not link to the first page")
        if second in source.links:
            self.before.add(target)
            self.after.clear()
            return STEPS
        if len(self.before) < 2:
            raise StepError("incomplete", "begin with links to both pages, and tell both")
        self.after.add(target)
        return PASSED if len(self.after) == 2 else STEPS


@dataclass(slots=True)
class Deleting:
    """Delete 1: the source is gone, and says so."""

    pages: tuple[str, ...]
    told: bool = False

    def take(self, source: Source, target: str) -> str:
        """Look whether the source is gone."""
        if not self.told:
            if target not in source.links:
                raise StepError("no_link_found", "the source does not link to the page")
            self.told = True
            return STEPS
        if target in source.addresses:
            raise StepError("not_deleted", "the link is still there")
        if not source.gone:
            raise StepError("not_deleted", "the source is no 410 and says none", 400)
        return PASSED
