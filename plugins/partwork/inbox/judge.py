"""What becomes of something heard when its source has been looked at. Pure: everything is given.

The sender's own word takes a mention back (Webmention, section 3.2.4): a notice of a source that no longer
links here, or is gone. What our schedule finds only marks it: a page that died is no reason to lose what it
said.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from partwork.inbox.words import Heard, State, Words
from partwork.mentions.verify import Verdict

MINUTE, HOUR, DAY = 60, 3_600, 86_400
#: When a source that could not be had is asked again: after a minute, an hour, a day.
WAITS = (MINUTE, HOUR, DAY)
#: How long after it was found a source is looked at again.
AGAIN = 30 * DAY


def digest(words: Words) -> str:
    """Return what must stay the same for an approval to hold: who says what, white space and case aside."""
    said = "\n".join((words.type, words.name, words.url, words.html, words.markdown))
    return hashlib.sha256(" ".join(said.casefold().split()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at a source has found: `words` are what it says, where it links here."""

    verdict: Verdict
    why: str = ""
    words: Words | None = None


def judge(one: Heard, finding: Finding, now: int, rules: Mapping[str, str]) -> dict[str, Any]:
    """Return the new values of a row after a look at its source; `rules` are the hosts' (block, allow)."""
    looked = {"verified": now, "verdict": finding.verdict.value, "peer": "", "tries": 0}
    if rules.get(one.host) == "block":
        return looked | {"state": State.REJECTED, "why": f"{one.host} is blocked.", "due": None}
    if finding.verdict is Verdict.LINKS and finding.words is not None:
        return looked | {"why": ""} | _links(one, finding.words, now, rules)
    return looked | {"why": finding.why} | _lost(one, finding.verdict, now)


def _lost(one: Heard, verdict: Verdict, now: int) -> dict[str, Any]:
    if verdict is Verdict.UNREACHABLE and one.tries < len(WAITS):
        return {"tries": one.tries + 1, "due": now + WAITS[one.tries]}
    if one.state in (State.QUEUED, State.FAILED):
        return {"state": State.FAILED, "due": None}
    if one.state in (State.REJECTED, State.WITHDRAWN):
        return {"due": None}
    if one.asked and verdict in (Verdict.GONE, Verdict.NO_LINK):
        return {"state": State.WITHDRAWN, "due": None}
    return {"gone": one.gone or _day(now), "due": now + AGAIN}


def _links(one: Heard, words: Words, now: int, rules: Mapping[str, str]) -> dict[str, Any]:
    said = digest(words)
    found = {"words": words, "digest": said, "gone": "", "due": now + AGAIN}
    if one.state is State.REJECTED:
        return found | {"due": None}
    if one.state is State.APPROVED:
        if said == one.digest:
            return found
        return found | {"state": State.PENDING, "why": "It has changed since it was approved."}
    if rules.get(one.host) == "allow":
        return found | {"state": State.APPROVED, "approved": one.approved or now}
    return found | {"state": State.PENDING}


def _day(now: int) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()
