"""Pelican, run for the command line."""

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pelican
from pelican.log import console
from pelican.log import init as init_logging

from partwork.errors import CommandError, PartworkError
from partwork.glue.generator import PartworkGenerator
from partwork.glue.linked import LinkedSite

_SETTINGS_FILE = "pelicanconf.py"


def set_up(arguments: Sequence[str]) -> tuple[Any, Any]:
    """Return Pelican set up from its own command-line arguments, and those parsed."""
    try:
        parsed = pelican.parse_arguments([*arguments])
    except ValueError as error:
        raise CommandError(str(error)) from error
    if parsed.settings is None and not Path(_SETTINGS_FILE).is_file():
        raise CommandError(
            f"There is no {_SETTINGS_FILE} in {Path.cwd()}.\n"
            "    mend:  Go to the folder of your site, or name its settings with --settings."
        )
    if parsed.settings and not Path(parsed.settings).is_file():
        raise CommandError(f"{parsed.settings}: there is no such settings file.")
    init_logging(
        level=parsed.verbosity,
        fatal=parsed.fatal,
        name=pelican.__name__,
        handler=pelican.LOG_HANDLERS[parsed.log_handler],
        logs_dedup_min_level=getattr(logging, parsed.logs_dedup_min_level),
    )
    try:
        site, settings = pelican.get_instance(parsed)
    except Exception as error:  # a settings file is a program, and may raise anything
        raise PartworkError(_wrong_settings(Path(parsed.settings or _SETTINGS_FILE), error)) from error
    if "partwork" not in settings["PLUGINS"]:
        raise PartworkError(
            f'{parsed.settings}: the plugin is not on.\n    mend:  Write PLUGINS = ["partwork"].'
        )
    return site, parsed


def _wrong_settings(file: Path, error: Exception) -> str:
    """Return what is wrong with a settings file, and the line of it that was at work."""
    if isinstance(error, SyntaxError):
        line = error.lineno
    else:
        steps = traceback.extract_tb(error.__traceback__)
        line = next((step.lineno for step in reversed(steps) if Path(step.filename).name == file.name), None)
    place = f"{file}:{line}" if line else str(file)
    return f"{place}: The settings cannot be read.\n    value: {error}\n    mend:  Correct the file."


def build(arguments: Sequence[str]) -> None:
    """Build the site; raise ContentError with everything that is wrong with it."""
    site, parsed = set_up(arguments)
    if parsed.autoreload or parsed.listen:
        pelican.main([*arguments])
        return
    with console.status("Generating..."):
        site.run()


def check(arguments: Sequence[str]) -> int:
    """Run every check and write nothing; return how many posts were checked."""
    site, _ = set_up(arguments)
    return linked(site)[1]


def read(arguments: Sequence[str]) -> LinkedSite:
    """Return the site, read and found right; write nothing."""
    site, _ = set_up(arguments)
    return linked(site)[0]


def linked(site: Any) -> tuple[LinkedSite, int]:
    """Return the site of a Pelican that is set up, and how many files it was read from.

    This is ``Pelican.run`` up to the point where it would begin to write.
    """
    context = site.settings.copy()
    context["generated_content"] = {}
    context["static_links"] = set()
    context["static_content"] = {}
    context["localsiteurl"] = site.settings["SITEURL"]
    generators = [
        kind(
            context=context,
            settings=site.settings,
            path=site.path,
            theme=site.theme,
            output_path=site.output_path,
        )
        for kind in site._get_generator_classes()  # noqa: SLF001 - held by a contract test
    ]
    for generator in generators:
        if hasattr(generator, "generate_context"):
            generator.generate_context()
    (found,) = (generator.linked for generator in generators if isinstance(generator, PartworkGenerator))
    return found, sum(content is not None for content in context["generated_content"].values())


def settings(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the site."""
    site, _ = set_up(arguments)
    found: dict[str, Any] = site.settings
    return found
