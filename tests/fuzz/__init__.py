"""Readers of strangers' input, given nonsense: ``python -m tests.fuzz discover --seconds 60``."""
