"""Editions: other forms of a whole series."""
