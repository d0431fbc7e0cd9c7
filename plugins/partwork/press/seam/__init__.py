"""Where the press meets Pelican: the only modules of the press that import it.

Private parts of Pelican that are leaned on here are held by contract tests.
"""
