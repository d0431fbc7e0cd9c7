"""Tests of what machines read of a page."""
