"""What is to be told to whom, and why; and of everything else, why not. Nothing is asked of anybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from partwork.address import key
from partwork.mentions.ledger import Ledger, Mention, Page, State
from partwork.mentions.past import Past, past
from partwork.mentions.source import Link, Source
from partwork.mentions.target import within


class Action(StrEnum):
    """What is done about one link. All but the last two are told to its target."""

    SEND = "send"
    REMOVE = "remove"  # the page is there, and the link is not
    DELETE = "delete"  # the page is gone
    MOVE = "move"  # the page has another address
    WAIT = "wait"
    SKIP = "skip"

    @property
    def is_told(self) -> bool:
        """Whether a mention is sent."""
        return self not in (Action.WAIT, Action.SKIP)


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the page at `url`, what is done about it and why. `before` is what the ledger says."""

    url: str
    target: str
    action: Action
    reason: str
    hash: str = ""
    before: Mention | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every link there is or was, page by page, and what there is to note of the pages themselves."""

    items: tuple[Item, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def told(self) -> tuple[Item, ...]:
        """The items that are sent."""
        return tuple(item for item in self.items if item.action.is_told)


def plan(sources: Sequence[Source], ledger: Ledger, site: str, now: datetime) -> Plan:
    """Return what a run at `now` has to do, for the pages of the site at the address `site`."""
    before = _by_page(ledger)
    was = past(sources, ledger, site)
    origins = {key(new): old for old, new in was.moved}
    items: list[Item] = []
    for source in sources:
        known = before.get(key(source.url), {}) if source.live else {}
        items += _of_page(source, known, site, now, origins.get(key(source.url), ""))
    for old, new in was.moved:
        for mention in before.get(key(old), {}).values():
            items += _withdrawn(mention, Action.MOVE, f"renamed: the post is at {new} now", now)
    for url in was.gone:
        for mention in before.get(key(url), {}).values():
            items += _withdrawn(mention, Action.DELETE, "deleted post", now)
    return Plan(tuple(items), tuple(_notes(sources, ledger, was, now)))


def _by_page(ledger: Ledger) -> Mapping[str, Mapping[str, Mention]]:
    pages: dict[str, dict[str, Mention]] = {}
    for (page, target), mention in ledger.mentions.items():
        pages.setdefault(page, {})[target] = mention
    return pages


def _of_page(
    source: Source, known: Mapping[str, Mention], site: str, now: datetime, origin: str
) -> Iterator[Item]:
    links = _once(source.links)
    for target, link in links.items():
        mention = known.get(target)
        why_not = _why_not(source, link, site)
        action, reason = (Action.SKIP, why_not) if why_not else _about(mention, source.hash, now, origin)
        yield Item(source.url, link.url, action, reason, source.hash, mention)
    if not source.withheld:
        for target, mention in known.items():
            if target not in links:
                yield from _withdrawn(mention, Action.REMOVE, "removed link", now)


def _once(links: Iterable[Link]) -> dict[str, Link]:
    """Return the links by key, each as it is written first, and muted only where it is everywhere."""
    found: dict[str, Link] = {}
    for link in links:
        first = found.get(key(link.url))
        if first is None or (first.muted and not link.muted):
            found[key(link.url)] = Link(first.url if first else link.url, link.muted)
    return found


def _why_not(source: Source, link: Link, site: str) -> str:
    if key(link.url) == key(source.url):
        return "the page itself"
    if within(link.url, site):
        return "another part of the site"
    if source.withheld:
        return source.withheld
    return "opted out: the link says no-mention" if link.muted else ""


def _about(mention: Mention | None, hash_: str, now: datetime, origin: str) -> tuple[Action, str]:
    """Return what is done about a link that the page has, given what the ledger says of it."""
    if mention is None:
        return Action.SEND, f"new: the post was at {origin}" if origin else "new"
    if mention.hash == hash_:
        return _settled(mention, Action.SEND, "", now)
    if mention.state is State.WITHDRAWN:
        return Action.SEND, "the link is back"
    return Action.SEND, "changed"


def _withdrawn(mention: Mention, action: Action, reason: str, now: datetime) -> Iterator[Item]:
    """Yield what is done about a link that the page has no more, or whose page is no more.

    Who never took the mention has nothing to take back, and pingbacks cannot be.
    """
    if mention.state is not State.WITHDRAWN and not mention.held:
        return
    if not mention.hash:
        action, reason = _settled(mention, action, reason, now)
    elif mention.protocol == "pingback":
        action, reason = Action.SKIP, f"{reason}; it was a pingback, and those cannot be taken back"
    yield Item(mention.url, mention.target, action, reason, "", mention)


def _settled(mention: Mention, action: Action, reason: str, now: datetime) -> tuple[Action, str]:
    """Return what is done where the ledger has an answer to the same news already."""
    on = f"{mention.at:%Y-%m-%d}"
    failed = mention.why or f"it answers {mention.status}"
    if mention.state is State.WAITING:
        again = f"try {mention.tries + 1}, after: {failed}"
        if mention.due and mention.due > now:
            return Action.WAIT, f"waits until {mention.due:%Y-%m-%d %H:%M} UTC for {again}"
        return action, f"{reason}; {again}" if reason else again
    why_not = {
        State.SENT: f"already sent, {on}",
        State.WITHDRAWN: f"already told that the link is no more, {on}",
        State.NO_ENDPOINT: f"takes no mentions, asked {on}",
        State.REFUSED: f"refused, {on}: {failed}",
        State.GAVE_UP: f"gave up after {mention.tries} tries, {on}: {failed}",
    }
    return Action.SKIP, why_not[mention.state]


def _notes(sources: Iterable[Source], ledger: Ledger, was: Past, now: datetime) -> Iterator[Page]:
    """Yield what the ledger does not say yet of pages: new and changed ones, moved ones, gone ones."""
    for source in sources:
        page = Page(url=source.url, path=source.path, hash=source.hash)
        if source.live and ledger.pages.get(key(source.url)) != page:
            yield page
    for old, new in was.moved:
        page = ledger.pages[key(old)]
        if page.moved != new:
            yield Page(url=page.url, path=page.path, hash=page.hash, moved=new)
    for url in was.gone:
        page = ledger.pages[key(url)]
        if page.gone is None:
            yield Page(url=page.url, path=page.path, hash=page.hash, gone=now.date())
