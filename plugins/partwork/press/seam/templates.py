"""Pelican's templates, parsed once for the press and for Jinja."""

from typing import Any

from partwork.press.parsed import Parsed
from partwork.press.seam.build import current


def parse_once(generator: Any) -> None:
    """Keep what a generator's templates say (a receiver of ``generator_init``).

    A site that has Jinja keep what it compiles, by a setting of its own, has that.
    """
    if current(generator.settings) and generator.env.bytecode_cache is None:
        generator.env.bytecode_cache = Parsed(generator.env)
