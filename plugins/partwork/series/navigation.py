"""Views of a series: on each of its parts, on its landing page, and in the list of all series."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar

import msgspec
from markupsafe import Markup, escape
from msgspec.structs import replace

from partwork import text
from partwork.model import DateView, Part, Planned, Post, Series, Status
from partwork.series.labels import heading, position, total

#: So many entries are shown whole on each part; of a longer list, the ones around the current part.
WHOLE_LIST = 15
_AROUND = 3
_NOTHING = Markup("")
#: A longer list is folded away above the text; a click opens it.
UNFOLDED_LIST = 6


class EntryView(msgspec.Struct, frozen=True):
    """A line of the list: `label` is "II", `heading` "Part II".

    `url` is empty for a planned part; `skipped` counts entries left out before this one.
    """

    label: Markup
    heading: Markup
    title: Markup
    url: str
    planned: bool
    current: bool = False
    skipped: int = 0
    date: DateView | None = None
    minutes: int = 0
    responses: int = 0
    summary: Markup = _NOTHING


class SeriesCard(msgspec.Struct, frozen=True):
    """A series as other pages show it."""

    slug: str
    lang: str
    title: Markup
    name: Markup  # the title as plain text, escaped
    url: str
    status: str
    progress: Markup
    summary: Markup
    begun: DateView | None
    finished: DateView | None
    latest: DateView | None


class PartNavigation(msgspec.Struct, frozen=True):
    """What a part shows of one of its series. `position` is "Part II of IV", or empty."""

    series: SeriesCard
    position: Markup
    heading: Markup
    rank: int
    entries: tuple[EntryView, ...]
    total: int
    folded: bool
    first: EntryView | None
    previous: EntryView | None
    next: EntryView | None
    coming: EntryView | None
    is_last: bool
    elsewhere: tuple[SeriesCard, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """What the views ask about a post or a series: addresses, counts and times."""

    series_url: Callable[[Series], str]
    date: Callable[[datetime], DateView]
    responses: Callable[[Post], int]
    words_per_minute: int

    def minutes(self, words: int) -> int:
        """Return the minutes it takes to read so many words, at least one where there are any."""
        return -(-words // self.words_per_minute)


def progress(series: Series) -> str:
    """Return how far a series is: ``2 parts``, ``3 of 4 parts published``, ``4 parts announced``."""
    announced, readable = len(series.entries), len(series.parts)
    noun = "part" if announced == 1 else "parts"
    if readable == announced:
        return f"{announced} {noun}"
    if readable:
        return f"{readable} of {announced} {noun} published"
    return f"{announced} {noun} announced"


def card(series: Series, facts: Facts) -> SeriesCard:
    """Return the view of a series on other pages. Its dates are those of its readable parts."""
    dates = [part.post.date for part in series.parts]
    begun, latest = (facts.date(min(dates)), facts.date(max(dates))) if dates else (None, None)
    complete = series.status is Status.COMPLETE and not series.has_planned
    return SeriesCard(
        slug=series.slug,
        lang=series.lang,
        title=Markup(series.title),  # noqa: S704 - made inline HTML by text.inline
        name=escape(text.plain(series.title)),
        url=facts.series_url(series),
        status=series.status.value,
        progress=escape(progress(series)),
        summary=escape(series.summary),
        begun=begun,
        finished=latest if complete else None,
        latest=latest,
    )


class Landing:
    """The landing page of a series; `translations` are the same in other languages.

    Each part is made when it is first asked for, once: a list of all series shows little of each.
    """

    #: The parts, by what each is known to the press.
    press_parts: ClassVar = {
        part: part for part in "card entries start latest minutes responses translations".split()
    }

    def __init__(self, series: Series, facts: Facts, translations: Sequence[SeriesCard] = ()) -> None:
        self._series = series
        self._facts = facts
        self.translations = tuple(translations)

    @cached_property
    def card(self) -> SeriesCard:
        """The series as other pages show it."""
        return card(self._series, self._facts)

    @cached_property
    def entries(self) -> tuple[EntryView, ...]:
        """All parts, each with its date, time and responses."""
        return tuple(entry_view(entry, self._series, self._facts) for entry in self._series.entries)

    @cached_property
    def start(self) -> EntryView | None:
        """The first part that can be read."""
        parts = self._series.parts
        return entry_view(parts[0], self._series, self._facts) if parts else None

    @cached_property
    def latest(self) -> EntryView | None:
        """The last part that can be read, where it is not the first as well."""
        parts = self._series.parts
        return entry_view(parts[-1], self._series, self._facts) if len(parts) > 1 else None

    @cached_property
    def minutes(self) -> int:
        """The minutes it takes to read it all."""
        return self._facts.minutes(sum(part.post.words for part in self._series.parts))

    @cached_property
    def responses(self) -> int:
        """How many responses there are to all parts."""
        return sum(self._facts.responses(part.post) for part in self._series.parts)


def entry_view(entry: Part | Planned, series: Series, facts: Facts) -> EntryView:
    """Return one line of a list of parts."""
    label, head = escape(entry.label.text), escape(heading(entry.label, series.numbering))
    if isinstance(entry, Planned):
        return EntryView(label, head, Markup(entry.title), "", planned=True)  # noqa: S704 - inline HTML
    return EntryView(
        label=label,
        heading=head,
        title=Markup(entry.post.title),  # noqa: S704 - made inline HTML by text.inline
        url=entry.post.url,
        planned=False,
        date=facts.date(entry.post.date),
        minutes=facts.minutes(entry.post.words),
        responses=facts.responses(entry.post),
        summary=escape(entry.post.summary),
    )


class SeriesNavigation:
    """The navigation of one series: made once, asked once for each part.

    The lines are shared between the parts; a part's own work is bounded by the length of a window, so a
    series of any length costs time in proportion to its length.
    """

    def __init__(self, series: Series, facts: Facts, elsewhere: Sequence[SeriesCard] = ()) -> None:
        self.series = series
        self.card = card(series, facts)
        self._total = total(series)
        self._entries = [entry_view(entry, series, facts) for entry in series.entries]
        self._readable = [index for index, entry in enumerate(series.entries) if isinstance(entry, Part)]
        self._nth = {index: nth for nth, index in enumerate(self._readable)}
        self._elsewhere = tuple(elsewhere)

    def at(self, rank: int) -> PartNavigation:
        """Return the navigation of the entry at `rank`, a readable part or the draft of a planned one."""
        index = rank - 1
        entry = self.series.entries[index]
        nth = self._nth.get(index)
        before = self._readable[nth - 1] if nth else None
        after = self._readable[nth + 1] if nth is not None and nth + 1 < len(self._readable) else None
        last = nth is not None and after is None
        entries = self._window(index)
        return PartNavigation(
            series=self.card,
            position=escape(position(entry.label, self.series.numbering, self._total)),
            heading=escape(heading(entry.label, self.series.numbering)),
            rank=rank,
            entries=entries,
            total=len(self._entries),
            folded=len(entries) > UNFOLDED_LIST,
            first=self._entries[self._readable[0]] if self._readable else None,
            previous=None if before is None else self._entries[before],
            next=None if after is None else self._entries[after],
            coming=next((e for e in self._entries[index + 1 :] if e.planned), None) if last else None,
            is_last=last,
            elsewhere=self._elsewhere if last else (),
        )

    def known_by(self, rank: int, series: bytes) -> tuple[object, ...]:
        """Return what `at` follows from, given what all of the series is known by."""
        last = bool(self._readable) and rank - 1 == self._readable[-1]
        return (series, rank, self._elsewhere if last else ())

    def outside(self) -> PartNavigation:
        """Return the navigation of a post that claims the series and has no place in it (a hidden one)."""
        entries = tuple(replace(entry, current=False) for entry in self._window(0))
        return PartNavigation(
            series=self.card,
            position=_NOTHING,
            heading=_NOTHING,
            rank=0,
            entries=entries,
            total=len(self._entries),
            folded=len(entries) > UNFOLDED_LIST,
            first=self._entries[self._readable[0]] if self._readable else None,
            previous=None,
            next=None,
            coming=None,
            is_last=False,
        )

    def _window(self, current: int) -> tuple[EntryView, ...]:
        """Return the lines to show around `current`; the first and the last are always among them."""
        count = len(self._entries)
        if count <= WHOLE_LIST:
            shown = [*range(count)]
        else:
            near = range(max(0, current - _AROUND), min(count, current + _AROUND + 1))
            shown = sorted({0, *near, count - 1})
        lines = []
        expected = 0
        for index in shown:
            lines.append(replace(self._entries[index], current=index == current, skipped=index - expected))
            expected = index + 1
        return tuple(lines)
