"""The tests of partwork; the folders mirror the package."""
