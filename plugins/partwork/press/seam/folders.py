"""Pelican's walks through the content folder, made quick."""

import fnmatch
import os
import re
from functools import lru_cache
from typing import Any

from partwork.press.seam.build import current


def quicken(generator: Any) -> None:
    """Have a generator look at the names of files the quick way (a receiver of ``generator_init``)."""
    if current(generator.settings) is None:
        return
    get_files, patterns, readers = generator.get_files, generator.settings["IGNORE_FILES"], generator.readers

    def listed(paths: Any, exclude: Any = None, extensions: Any = None) -> Any:
        """Return what ``Generator.get_files`` returns: where no ending is wanted, nothing."""
        wanted = extensions is None or extensions is False or len(extensions) > 0
        return get_files(paths, exclude, extensions) if wanted else set()

    def included(path: str, extensions: Any = None) -> bool:
        """Return what ``Generator._include_path`` returns."""
        name = os.path.basename(path)  # noqa: PTH119 - asked of every file of a large site
        if _ignored(tuple(patterns)).match(os.path.normcase(name)):
            return False
        wanted = readers.extensions if extensions is None else extensions
        return wanted is False or os.path.splitext(name)[1][1:] in wanted  # noqa: PTH122 - as above

    generator.get_files = listed
    generator._include_path = included  # noqa: SLF001 - held by a contract test


@lru_cache(maxsize=8)
def _ignored(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of names that match any of those of a shell."""
    return re.compile("|".join(fnmatch.translate(os.path.normcase(one)) for one in patterns) or "(?!)")
