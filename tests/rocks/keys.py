"""Endpoints that work once: whoever announced one yesterday announces another today."""

import secrets
from collections.abc import Callable

SECONDS = 600.0


class Keys:
    """The keys that were given out and not used."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._places: dict[str, tuple[str, float]] = {}

    def new(self, place: str) -> str:
        """Return a new key for a place."""
        key = secrets.token_hex(8)
        self._places[key] = place, self._clock()
        return key

    def use(self, key: str, place: str) -> bool:
        """Use a key up; it must be young, and this place's."""
        found, since = self._places.pop(key, ("", 0.0))
        return found == place and self._clock() - since <= SECONDS
