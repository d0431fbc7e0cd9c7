"""Pelican's templates, parsed once for the press and for Jinja, and quicker to include."""

from typing import Any

from partwork.press.parsed import Parsed
from partwork.press.seam.build import current
from partwork.press.whole import hand_on_whole


def quicken(generator: Any) -> None:
    """Keep what a generator's templates say (a receiver of ``generator_init``).

    A site that has Jinja keep what it compiles, by a setting of its own, has that.
    """
    if current(generator.settings) is None:
        return
    hand_on_whole(generator.env)
    if generator.env.bytecode_cache is None:
        generator.env.bytecode_cache = Parsed(generator.env)
