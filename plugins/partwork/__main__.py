"""``python -m partwork``: the command line."""

from partwork.cli import main

main()
