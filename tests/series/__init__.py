"""Tests of order, labels, links and navigation."""
