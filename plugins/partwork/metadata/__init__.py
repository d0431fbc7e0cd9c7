"""Metadata: what machines read of a page."""
