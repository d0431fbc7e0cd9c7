"""The press: Pelican builds that cost what changed, on all cores. A plugin for any Pelican site.

``PLUGINS = ["partwork.press"]`` is all a site needs. ``partwork build`` and ``partwork serve`` always use it.
"""

__all__ = ["register"]


def register() -> None:
    """Connect the press to Pelican's signals; Pelican calls this once for each build it sets up."""
    from partwork.press.seam import hooks  # noqa: PLC0415 - importing the press must not import Pelican

    hooks.connect()
