"""partwork's templates, for themes that have none of their own."""

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, PrefixLoader

from partwork.theme import THEME


def add_fallbacks(generator: Any) -> None:
    """Let a generator find partwork's templates after the theme's own (on ``generator_init``).

    A theme that is not ours gets the landing pages in its own ``base.html``, and may include
    ``partwork/*.html`` or extend ``!partwork/*.html``. A generator serves one build, which need not look at
    each of ten thousand includes whether a template has changed.
    """
    loader = FileSystemLoader(str(Path(THEME, "templates")))
    generator.env.loader.loaders += [loader, PrefixLoader({"!partwork": loader})]
    generator.env.auto_reload = False
