"""Where figures come from: the machine, and the versions of what was measured."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

_MEMORY = Path("/dev/shm")


def memory() -> Path | None:
    """Return the folder whose files lie in memory, or None where there is none."""
    return _MEMORY if _MEMORY.is_dir() else None


def facts(packages: Iterable[str]) -> dict[str, str]:
    """Return what is worth knowing beside figures."""
    return {
        "machine": f"{platform.platform()}, {os.cpu_count()} cores",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{package} {version(package)}" for package in packages),
    }
