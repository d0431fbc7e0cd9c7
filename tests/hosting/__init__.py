"""Tests of what is written for hosts."""
