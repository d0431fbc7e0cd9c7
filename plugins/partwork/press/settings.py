"""``PRESS = {...}`` of a settings file: how a site is built, never what is built."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from partwork import where
from partwork.errors import ContentError, Place, Problem, nearest
from partwork.press.executors import DASK, PROCESSES, SERIAL, cores

_MOST_WORKERS = 1024


class _Written(msgspec.Struct, frozen=True):
    store: Annotated[str, Meta(pattern=r"^[^\0]+$")] = ".press"
    executor: Annotated[str, Meta(pattern=rf"^({SERIAL}|{PROCESSES}|{DASK}\w+://\S+)\Z")] = PROCESSES
    workers: Annotated[int, Meta(ge=0, le=_MOST_WORKERS)] = 0


_MENDS = {
    "store": 'Write the path of a folder as text, as in "/shared/press".',
    "executor": f'Write "{SERIAL}", "{PROCESSES}" or "{DASK}tcp://host:port".',
    "workers": f"Write a whole number up to {_MOST_WORKERS}; 0 is one for each core.",
}


class Settings(msgspec.Struct, frozen=True):
    """What a site can say of the press.

    `store` is the folder of what was rendered before, which machines may share. `executor` is ``serial``,
    ``processes`` or ``dask:`` and the address of a scheduler; `workers` are the processes, 0 for as many as
    there are cores.
    """

    store: Path
    executor: str
    workers: int

    @property
    def processes(self) -> int:
        """How many processes work at once on this machine."""
        return self.workers or cores()


def read(raw: object, folder: Path, executor: str | None = None) -> Settings:
    """Return the settings; `folder` is where the settings file lies.

    `executor` takes the place of the one they name. Raises ContentError with all faults.
    """
    if not isinstance(raw, Mapping):
        mend = 'Write PRESS = {"workers": 2}.'
        problem = Problem("PRESS is not a dictionary.", Place("PRESS"), repr(raw), mend)
        raise ContentError([where.in_settings_file(problem, "PRESS", raw)])
    given = [(f'PRESS["{name}"]', str(name), value) for name, value in raw.items()]
    if executor is not None:
        given.append(("--executor", "executor", executor))
    problems = []
    values = {}
    types = {field.name: field.type for field in msgspec.structs.fields(_Written)}
    for place, name, value in given:
        if name not in types:
            hint = nearest(name, types)
            mend = f"Take it out; {hint}." if hint else "Take it out; docs/press.md lists the settings."
            problems.append(Problem("There is no such setting.", Place(place), repr(value), mend))
            continue
        try:
            values[name] = msgspec.convert(value, types[name], strict=True)
        except msgspec.ValidationError:
            problems.append(Problem("The value does not fit.", Place(place), repr(value), _MENDS[name]))
    if problems:
        raise ContentError(where.in_settings_file(problem, "PRESS", raw) for problem in problems)
    written = _Written(**values)
    return Settings(folder / written.store, written.executor, written.workers)
