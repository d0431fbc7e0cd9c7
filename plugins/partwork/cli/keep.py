"""Not for people: ``partwork keep`` builds the site, stays with it in memory, and makes previews.

``partwork serve`` asks for them, a line of JSON on the standard input each: the files that have changed, and
the pages that somebody looks at. The answers are the only lines on the standard output: "built" once the site
is, then "made" or "not made" for each question. It ends with its input, and with a build that fails. A build
that hears `STAND_BACK` leaves the machine to a preview, and to the browser that shows it.
"""

import os
import signal
import sys
import time
from pathlib import Path
from typing import TextIO

import click

STAND_BACK = getattr(signal, "SIGURG", 0)
"""A signal that means nothing to a process that has just begun; Windows has none."""

_PAUSE = 0.3  # seconds


@click.command("keep")
@click.option("-s", "--settings", required=True)
def command(settings: str) -> None:
    """Build the site, and stay."""
    if STAND_BACK:
        signal.signal(STAND_BACK, _stand_back)

    from partwork.glue.collector import spared  # noqa: PLC0415 - the command line begins light

    with spared():  # nothing of a program is garbage
        from rich.console import Console  # noqa: PLC0415 - as above

        from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import
        from partwork.press import explain, untouched  # noqa: PLC0415 - as above
        from partwork.press.progress import Shown  # noqa: PLC0415 - as above
        from partwork.press.seam import preview  # noqa: PLC0415 - as above

    began = time.perf_counter()
    answers, given = _answers_apart(), arguments(settings)
    with Shown(Console(stderr=True)) as progress:
        look = untouched.Look(Path.cwd(), given, time.time())
        press = run.build(given, look, PRESS_STAYS=True, PRESS_PROGRESS=progress)
    if press is None:
        return
    click.echo(f"{explain.summary(press.verdicts, time.perf_counter() - began)}.", err=True)
    preview.make_ready(press)
    print("built", file=answers, flush=True)
    for made in preview.answers(press, sys.stdin):
        print("made" if made else "not made", file=answers, flush=True)


def _stand_back(*_: object) -> None:
    time.sleep(_PAUSE)  # it ends by itself, whatever becomes of the server


def arguments(settings: str) -> list[str]:
    """Return what `partwork build` would be given to build the same."""
    return [] if settings == "pelicanconf.py" else ["--settings", settings]


def _answers_apart() -> TextIO:
    """Return the standard output for answers alone; what a build says goes where its errors go."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers
