"""The press: builds that cost what changed, on all cores, of any Pelican site."""
