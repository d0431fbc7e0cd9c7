"""partwork: writing that is published in parts, on Pelican."""

__all__ = ["register"]


def register() -> None:
    """Connect partwork to Pelican's signals; Pelican calls this once for each build it sets up."""
    from partwork.glue import hooks  # noqa: PLC0415 - importing partwork must not import Pelican

    hooks.connect()
