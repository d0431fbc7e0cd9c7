"""Jinja's templates, each of which hands on what it says in one piece.

Jinja hands on each piece of text, and each value, through all templates that extend or include the one it
stands in. Where a page is wanted as a whole, that is most of what including costs.
"""

from collections.abc import Callable, Iterator, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context

_Root = Callable[[Context], Iterator[str]]


def hand_on_whole(environment: Environment) -> None:
    """Have an environment make such templates from now on, if it makes Jinja's own: they say the same."""
    if environment.template_class is Template and not environment.is_async:
        environment.template_class = _Whole


class _Whole(Template):
    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's own signature
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func = _in_one_piece(template.root_render_func)
        return template


def _in_one_piece(root: _Root) -> _Root:
    def whole(context: Context) -> Iterator[str]:
        yield "".join(root(context))

    return whole
