"""Builds, one after the other, and the previews of what is to come."""

import threading
import time
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePath

from partwork.cli.keep import arguments
from partwork.cli.serve.changes import Changes
from partwork.cli.serve.keeper import Keeper
from partwork.press import untouched

_PAUSE = 0.3  # seconds in which the browser has the machine to itself
# A change of these shows in the pages themselves.
_OF_PAGES = frozenset(".md .markdown .mkd .mdown .rst .html .htm .yaml".split())


class Builds:
    """Keeps a site in memory and up to date: the pages that are looked at first, then all of it."""

    def __init__(self, settings_file: str, changes: Changes) -> None:
        self._settings_file = settings_file
        self._changes = changes
        self._lock = threading.Lock()
        self._keeper: Keeper | None = None
        self._building: Keeper | None = None
        self._unbuilt: set[str] = set()
        """The files that have changed since the keeper's build began."""
        self._since: set[str] = set()
        """Those that have since the one began that is going on."""
        self._wanted = threading.Event()
        self._stopped = False

    def begin(self) -> None:
        """Build the site; where nothing was touched since it was built last, that can wait a moment."""
        if untouched.Look(Path.cwd(), arguments(self._settings_file), time.time()).outputs():
            self._wanted.set()
        else:
            self.build()

    def build(self) -> None:
        """Build the site, and keep it in the place of the one before; tell what was wrong."""
        with self._lock:
            if self._stopped:
                return
            built, self._since = frozenset(self._unbuilt), set()
            self._building = coming = Keeper(self._settings_file)
        error = coming.built()
        with self._lock:
            self._building = None
            gone, self._keeper = (coming, self._keeper) if error else (self._keeper, coming)
            if not error:
                self._unbuilt = self._since
                self._preview()  # what was saved in the meantime is not to be lost from sight
            stopped = self._stopped
        if gone:
            gone.close()
        if stopped:
            return
        self._changes.fail(error)
        self._changes.announce(
            others=not error and any(PurePath(file).suffix not in _OF_PAGES for file in built)
        )

    def changed(self, files: AbstractSet[str]) -> None:
        """Have the pages that are looked at show what has changed, then build the site."""
        with self._lock:
            self._unbuilt |= files
            self._since |= files
            if self._building:
                self._building.stand_back()
            made = self._preview()
        if made:
            self._changes.announce()
        self._wanted.set()

    def _preview(self) -> bool:
        """Have the pages that are looked at made as they will be; return whether they were."""
        pages = self._changes.looked_at()
        if not self._keeper or not self._unbuilt or not pages:
            return False
        return self._keeper.preview(sorted(self._unbuilt), pages)

    def run(self) -> None:
        """Build whenever that is wanted, until `stop`."""
        while not self._stopped:
            self._wanted.wait()
            time.sleep(_PAUSE)
            self._wanted.clear()
            self.build()

    def stop(self) -> None:
        """End what is going on."""
        with self._lock:
            self._stopped = True
            for keeper in (self._building, self._keeper):
                if keeper:
                    keeper.close()
        self._wanted.set()
