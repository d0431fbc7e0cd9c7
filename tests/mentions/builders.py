"""Small builders of the values of mentions."""

from datetime import UTC, datetime

from partwork.mentions.ledger import Mention, Page, State
from partwork.mentions.source import Source

SITE = "https://patience.example"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ELSEWHERE = "https://elsewhere.example/a-post"


def make_source(
    slug: str = "one", *targets: str, title: str = "", words: str = "Words.", path: str = "", **more: object
) -> Source:
    """Make a page that links to `targets`."""
    links = "".join(f'<p><a href="{target}">there</a></p>' for target in targets)
    return Source(
        f"{SITE}/{slug}.html", path or f"{slug}.md", title or slug.title(), f"<p>{words}</p>{links}", **more
    )


def page_fact(source: Source, **more: object) -> Page:
    """Make what the ledger keeps of a page."""
    return Page(url=source.url, path=source.path, hash=source.hash, **more)


def mention_fact(
    source: Source, target: str = ELSEWHERE, state: State = State.SENT, **more: object
) -> Mention:
    """Make what the ledger keeps of a mention; one that was sent is held."""
    facts = {
        "hash": source.hash,
        "held": state is State.SENT,
        "protocol": "webmention" if state is not State.NO_ENDPOINT else "",
        "at": NOW,
        **more,
    }
    return Mention(url=source.url, target=target, state=state, **facts)
