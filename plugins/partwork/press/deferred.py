"""Values given to a template that are made when a page needs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Deferred:
    """A value that is made when it is needed; equal values of `follows_from` make equal ones."""

    make: Callable[[], Any]
    follows_from: object


def made(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values, those that were deferred made."""
    return {name: value.make() if isinstance(value, Deferred) else value for name, value in values.items()}
