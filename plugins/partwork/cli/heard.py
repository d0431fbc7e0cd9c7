"""What the commands have in common that bring home what was heard elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from partwork.errors import PartworkError

if TYPE_CHECKING:
    from partwork.glue.heard import Kept


@contextmanager
def extra() -> Iterator[None]:
    """Say what to install where a package is missing."""
    try:
        yield
    except ImportError as error:
        raise PartworkError(
            f"What reads mentions is not installed: there is no {error.name}.\n"
            "    mend:  pip install 'partwork[mentions]'"
        ) from None


def tell(kept: "Kept") -> bool:
    """Say what was written, file by file, and what was not; return whether there was anything new."""
    for name, one in kept.files.items():
        if one.added or one.changed or one.removed:
            click.echo(f"{name}: {one.added} added, {one.changed} changed, {one.removed} removed")
    for target, count in kept.lost.items():
        click.echo(f"There is no page at {target}: {count} not written", err=True)
    news = sum(one.added + one.changed + one.removed for one in kept.files.values())
    known, lost = sum(one.known for one in kept.files.values()), sum(kept.lost.values())
    without = f", {lost} without a page" if lost else ""
    click.echo(f"{news} response{'' if news == 1 else 's'} new or changed, {known} known{without}.")
    return bool(news)
