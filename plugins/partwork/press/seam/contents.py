"""Pelican's articles and pages, with what they are asked most answered once."""

import os
from typing import Any

from pelican import contents


class _Settled:
    """A content that knows where its source lies, and sees at a glance that a usual place is a good one."""

    source_path: str | None
    save_as: str

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Return the path of a source below the content; see ``Content.get_relative_source_path``."""
        if source_path and source_path != self.source_path:
            return super().get_relative_source_path(source_path)  # type: ignore[misc,no-any-return] # a Content's
        known: tuple[str | None, str | None] | None = self.__dict__.get("_press_relative")
        if known is None or known[0] != self.source_path:
            known = (self.source_path, super().get_relative_source_path())  # type: ignore[misc] # as above
            self.__dict__["_press_relative"] = known
        return known[1]

    def _has_valid_save_as(self) -> bool:
        """Return whether the output lies in its folder; see ``Content._has_valid_save_as``."""
        save_as = self.save_as
        if os.pardir not in save_as and not os.path.isabs(save_as) and "~" not in save_as:  # noqa: PTH117 - a text
            return True
        valid: bool = super()._has_valid_save_as()  # type: ignore[misc] # as above
        return valid


class Article(_Settled, contents.Article):  # type: ignore[misc] # Pelican is untyped
    """An article. Pelican makes names of settings of the name of this class."""


class Page(_Settled, contents.Page):  # type: ignore[misc] # as above
    """A page."""


_SETTLED = {contents.Article: Article, contents.Page: Page}


def settled(kind: Any) -> Any:
    """Return the class to make contents of that Pelican wants to make of `kind`."""
    return _SETTLED.get(kind, kind)
