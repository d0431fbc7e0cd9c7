"""Pelican, run for the command line."""

import logging
import os
import pkgutil
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pelican
from pelican.log import init as init_logging

from partwork.errors import CommandError, PartworkError
from partwork.glue.collector import spared
from partwork.glue.generator import PartworkGenerator
from partwork.glue.linked import LinkedSite
from partwork.glue.staging import Staging
from partwork.press import compare, untouched
from partwork.press.seam.build import Press, current, record_path
from partwork.press.untouched import Look

_SETTINGS_FILE = "pelicanconf.py"


_PRESS = "partwork.press"
_CLEAN = """\
import sys
from partwork.glue.run import plain
plain(sys.argv[2:], OUTPUT_PATH=sys.argv[1], LOAD_CONTENT_CACHE=False, CACHE_CONTENT=False)
"""
_OWN = frozenset({"partwork", _PRESS})


def set_up(arguments: Sequence[str], *, press: bool | None = None, **more: object) -> tuple[Any, Any]:
    """Return Pelican set up from its own command-line arguments, and those parsed.

    `press` says whether the press is to be at work, where the site is not to say it itself; `more` are
    settings that take the place of its own.
    """
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
        settings = pelican.read_settings(
            parsed.settings or _SETTINGS_FILE, override=pelican.get_config(parsed)
        )
        settings.update(more)
        given = settings["PLUGINS"] or []
        if press is True and _PRESS not in given:
            settings["PLUGINS"] = [*given, _PRESS]
        elif press is False and _PRESS in given:
            settings["PLUGINS"] = [one for one in given if one != _PRESS]
        site = _kind(settings["PELICAN_CLASS"])(settings)
    except Exception as error:  # a settings file is a program, and may raise anything
        raise PartworkError(_wrong_settings(Path(parsed.settings or _SETTINGS_FILE), error)) from error
    if press is None and not _OWN & {*given}:
        raise PartworkError(
            f'{parsed.settings}: the plugin is not on.\n    mend:  Write PLUGINS = ["partwork"].'
        )
    return site, parsed


def _kind(wanted: Any) -> Any:
    """Return the class of Pelican that a site wants: the setting is the class or its name."""
    return pkgutil.resolve_name(wanted) if isinstance(wanted, str) else wanted


def _wrong_settings(file: Path, error: Exception) -> str:
    """Return what is wrong with a settings file, and the line of it that was at work."""
    if isinstance(error, SyntaxError):
        line = error.lineno
    else:
        steps = traceback.extract_tb(error.__traceback__)
        line = next((step.lineno for step in reversed(steps) if Path(step.filename).name == file.name), None)
    place = f"{file}:{line}" if line else str(file)
    return f"{place}: The settings cannot be read.\n    value: {error}\n    mend:  Correct the file."


def build(arguments: Sequence[str], look: Look | None = None, **more: object) -> Press | None:
    """Build the site by the press; raise ContentError with everything that is wrong with it.

    `more` are settings; the state of what the site was made of is kept for the next `look`. Returns what
    became of each output, or None where Pelican itself was asked to go on building.
    """
    site, parsed = set_up(arguments, press=True, **more)
    if parsed.autoreload or parsed.listen:
        pelican.main([*arguments])
        return None
    roots = _roots(site, parsed)
    stamp = look.stamp(roots) if look else None
    with spared():
        site.run()
    press = current(site.settings)
    if press and look and stamp and _is_known(site, parsed, press):
        output = os.path.realpath(site.settings["OUTPUT_PATH"])
        walked = press.retained if site.settings["DELETE_OUTPUT_DIRECTORY"] else None
        until = press.until.timestamp() if press.until else None
        record = str(record_path(press.settings.store, press.output).absolute())
        look.keep(untouched.State(roots, stamp, record, output, until, walked))
    return press


def plain(arguments: Sequence[str], **more: object) -> None:
    """Build the site as Pelican does, without the press; `more` are settings."""
    site, _ = set_up(arguments, press=False, **more)
    site.run()


def verify(arguments: Sequence[str], press: Press) -> list[str]:
    """Build the site clean, in another process and beside the output; return a line for each difference.

    Both builds must have been told the same time, by ``SOURCE_DATE_EPOCH``.
    """
    output = Path(os.path.realpath(press.output))
    staging = Staging(output)
    try:
        clean = staging.path / "clean" / output.name  # its build locks the folder above, as this does
        command = [sys.executable, "-c", _CLEAN, str(clean), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        if done.returncode:
            raise PartworkError(f"The clean build to compare with has failed.\n{done.stderr.strip()}")
        mine = press.outputs.keys() | press.old.outputs.keys()
        return compare.lines(compare.differences(output, clean, mine, press.retained), press.verdicts)
    finally:
        staging.close()


def _roots(site: Any, parsed: Any) -> tuple[str, ...]:
    """Return every file and folder that a site is made of, absolute."""
    settings = site.settings
    folder = Path(parsed.settings or _SETTINGS_FILE).resolve().parent
    content = Path(settings["PATH"])
    below = [*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"], *settings["STATIC_PATHS"]]
    theme = Path(settings["THEME"])
    modules = [module.__file__ for module in site.plugins if module.__file__]
    packages = [Path(file).parent if Path(file).name == "__init__.py" else Path(file) for file in modules]
    paths = {content, theme, *(content / path for path in below), *packages}
    paths |= {theme / path for path in settings["THEME_STATIC_PATHS"]}
    paths |= {Path(path) for path in settings["THEME_TEMPLATES_OVERRIDES"]}
    absolute = sorted({os.path.abspath(path) for path in paths})  # noqa: PTH100 - links are followed, not resolved
    outermost = [one for one in absolute if not any(one.startswith(f"{other}/") for other in absolute)]
    # The rest is programs: what was installed shows in the folder they were installed to.
    programs = f"{Path(pelican.__file__).parent.parent}/"
    return (*outermost, f"{folder}/", programs)


def _is_known(site: Any, parsed: Any, press: Press) -> bool:
    """Return whether the files alone say what the site is."""
    return (
        not press.reasons
        and press.stored
        and {*site.settings["PLUGINS"]} <= _OWN
        and all(output.key for output in press.outputs.values())
        and untouched.is_plain(Path(parsed.settings or _SETTINGS_FILE))
    )


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
