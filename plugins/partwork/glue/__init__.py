"""The glue: the only modules that import Pelican."""
