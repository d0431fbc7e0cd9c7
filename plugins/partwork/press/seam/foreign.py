"""Other plugins that look at what is written: what they do with a page, nobody can tell from the page."""

from collections.abc import Callable
from typing import Any

from pelican.plugins import signals

from partwork.press.functions import SAFE

_SIGNALS = (
    "content_written",
    "feed_generated",
    "feed_written",
    "article_generator_write_article",
    "page_generator_write_page",
    "article_writer_finalized",
    "page_writer_finalized",
    "finalized",
)


def foreign() -> tuple[str, ...]:
    """Return why no output may be kept: whose work on it cannot be repeated without making it again."""
    return tuple(
        f"{receiver.__module__}.{receiver.__qualname__} waits for {name}"
        for name in _SIGNALS
        for receiver in _receivers(getattr(signals, name))
        if not getattr(receiver, SAFE, False)
    )


def safe(receiver: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that a receiver does the same to the same output every time, and nothing else."""
    setattr(receiver, SAFE, True)
    return receiver


def _receivers(signal: Any) -> list[Any]:
    return [*signal.receivers_for(None)]
