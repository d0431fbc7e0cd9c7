"""A build writes beside the output and moves there when it has succeeded.

A build that fails at any point leaves the last good output as it was; a file that did not change keeps its
time, so that copying tools copy only what is new.
"""

import glob
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from partwork import where
from partwork.errors import PartworkError
from partwork.glue import output
from partwork.glue.locks import alone, lock
from partwork.press import files
from partwork.press.seam.build import current
from partwork.press.seam.foreign import safe

_KEY = "PARTWORK_STAGING"
_SUFFIX = ".partwork"


class Staging:
    """A new folder beside the output, which nobody takes for a dead one while it is open."""

    def __init__(self, target: Path) -> None:
        prefix = f".{target.name}-"
        target.parent.mkdir(parents=True, exist_ok=True)
        with alone(target.parent):
            for folder in target.parent.glob(f"{glob.escape(prefix)}*{_SUFFIX}"):
                _remove_if_dead(folder)
            self._folder = TemporaryDirectory(prefix=prefix, suffix=_SUFFIX, dir=target.parent)
            self.path = Path(self._folder.name)
            self._lock = lock(self.path)

    def close(self) -> None:
        """Remove the folder and what is left in it."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)


def _remove_if_dead(folder: Path) -> None:
    """Remove what a build that was killed has left behind."""
    held = lock(folder)
    if held is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def _telling(target: object) -> Iterator[None]:
    """Turn a refusal of the file system into words for the author."""
    try:
        yield
    except OSError as error:
        raise PartworkError(
            f"{where.setting('OUTPUT_PATH')}: The output cannot be written to {target}.\n    value: {error}\n"
            "    mend:  See to its permissions and its space, or write another OUTPUT_PATH."
        ) from error


def _target(settings: dict[str, Any]) -> Path:
    """Return the output folder itself, where the settings name a link to it."""
    return Path(os.path.realpath(settings["OUTPUT_PATH"]))


def begin(generators: Iterable[Any]) -> None:
    """Have the generators write to a new folder beside the output (on ``all_generators_finalized``)."""
    for generator in generators:
        settings = generator.settings
        if _KEY not in settings:
            with _telling(settings["OUTPUT_PATH"]):
                settings[_KEY] = Staging(_target(settings))
        generator.output_path = str(settings[_KEY].path)
        if press := current(settings):
            press.moved_by_another = True


def redirect(pelican: Any) -> None:
    """Have Pelican's writer write there, too (on ``get_writer``, which this does not answer)."""
    if _KEY in pelican.settings:
        pelican.output_path = str(pelican.settings[_KEY].path)


def abandon(pelican: Any) -> None:
    """Forget what a failed build has written (before the next one, in a process that rebuilds)."""
    staging = pelican.settings.pop(_KEY, None)
    pelican.output_path = pelican.settings["OUTPUT_PATH"]
    if staging:
        staging.close()


@safe
def publish(pelican: Any) -> None:
    """Move what was written to the output (on ``finalized``)."""
    if _KEY not in pelican.settings:
        return
    settings = pelican.settings
    press = current(settings)
    if press:
        press.flush()
    with _telling(settings["OUTPUT_PATH"]):
        target, staged = _target(settings), settings[_KEY].path
        holds_content = Path(settings["PATH"]).resolve().is_relative_to(target)
        removes = settings["DELETE_OUTPUT_DIRECTORY"] and not holds_content
        with alone(target.parent):
            output.check(staged, target)
            written = files.below(staged) if removes else set()
            output.move(staged, target)
            if press:
                press.finish()
            if removes:
                written |= press.kept() if press else set()
                files.remove_others(target, written, settings["OUTPUT_RETENTION"] or ())
    abandon(pelican)
