"""``PRESS = {...}`` of a settings file: how a site is built, never what is built."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from partwork.errors import ContentError, Place, Problem, nearest
from partwork.press.executors import DASK, PROCESSES, SERIAL


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    store: str = ".press"
    executor: Annotated[str, Meta(pattern=rf"^({SERIAL}|{PROCESSES}|{DASK}.+)$")] = PROCESSES
    workers: Annotated[int, Meta(ge=0, le=1024)] = 0


class Settings(msgspec.Struct, frozen=True):
    """What a site can say of the press.

    `store` is the folder of what was rendered before, which machines may share. `executor` is ``serial``,
    ``processes`` or ``dask:`` and the address of a scheduler; `workers` are the processes, 0 for as many as
    there are cores.
    """

    store: Path
    executor: str
    workers: int


def read(raw: object, folder: Path) -> Settings:
    """Return the settings; `folder` is where the settings file lies. Raises ContentError with all faults."""
    if not isinstance(raw, Mapping):
        raise ContentError(
            [
                Problem(
                    "PRESS is not a dictionary.", Place("PRESS"), repr(raw), 'Write PRESS = {"workers": 2}.'
                )
            ]
        )
    problems = []
    values = {}
    types = {field.name: field.type for field in msgspec.structs.fields(_Written)}
    for name, value in raw.items():
        place = Place(f'PRESS["{name}"]')
        if name not in types:
            hint = nearest(str(name), types)
            mend = f"Take it out; {hint}." if hint else "Take it out; docs/press.md lists the settings."
            problems.append(Problem("There is no such setting.", place, repr(value), mend))
            continue
        try:
            values[name] = msgspec.convert(value, types[name], strict=True)
        except msgspec.ValidationError:
            problems.append(Problem("The value does not fit.", place, repr(value), "See docs/press.md."))
    if problems:
        raise ContentError(problems)
    written = _Written(**values)
    return Settings(folder / written.store, written.executor, written.workers)
