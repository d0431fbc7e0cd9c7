"""Where partwork's theme lies: inside the installed package, or beside it in a checkout."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_theme"
_CHECKOUT = Path(__file__).parents[2] / "theme"

#: The folder to give to Pelican's ``THEME``.
THEME = str(_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT)
