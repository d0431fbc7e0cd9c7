"""What the ledger keeps of an attempt; the next is due a minute, an hour, a day later, and then never."""

from datetime import datetime, timedelta

from partwork.mentions.ledger import Mention, State
from partwork.mentions.outcome import Outcome, Result
from partwork.mentions.plan import Item

_WAITS = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))


def delivered(item: Item, endpoint: str, outcome: Outcome, now: datetime) -> Mention:
    """Return what is kept of a request to an endpoint, or of a target that could not be asked for one."""
    tries = _tries(item.before, item.hash)
    state, due = _state(outcome, tries, now)
    if state is State.SENT and not item.hash:
        state = State.WITHDRAWN
    return Mention(
        url=item.url,
        target=item.target,
        state=state,
        hash=item.hash,
        held=state is State.SENT or (state is not State.WITHDRAWN and _held(item)),
        at=now.replace(microsecond=0),
        tries=tries if state in (State.WAITING, State.GAVE_UP) else 0,
        due=due and due.replace(microsecond=0),
        protocol=outcome.protocol if endpoint or not item.before else item.before.protocol,
        endpoint=endpoint,
        status=outcome.status,
        location=outcome.location,
        why="" if outcome.result is Result.SENT else outcome.words,
    )


def untold(item: Item, state: State, why: str, now: datetime) -> Mention:
    """Return what is kept where no request was needed: there is nobody to tell, or nothing to tell them."""
    held = _held(item) and bool(item.hash)
    return Mention(
        url=item.url,
        target=item.target,
        state=state,
        hash=item.hash,
        held=held,
        at=now.replace(microsecond=0),
        protocol=item.before.protocol if held and item.before else "",
        why=why,
    )


def _held(item: Item) -> bool:
    return item.before is not None and item.before.held


def _tries(before: Mention | None, hash_: str) -> int:
    """Return which try this is. With the next change of the page they are counted anew."""
    again = before is not None and before.state is State.WAITING and before.hash == hash_
    return before.tries + 1 if before and again else 1


def _state(outcome: Outcome, tries: int, now: datetime) -> tuple[State, datetime | None]:
    if outcome.result is Result.SENT:
        return State.SENT, None
    if outcome.result is Result.REFUSED:
        return State.REFUSED, None
    if tries > (1 if outcome.once else len(_WAITS)):
        return State.GAVE_UP, None
    asked = timedelta(seconds=outcome.retry_after or 0)
    return State.WAITING, now + max(_WAITS[tries - 1], asked)
