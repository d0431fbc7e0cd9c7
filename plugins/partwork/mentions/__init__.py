"""Mentions: webmentions and pingbacks, sent and verified. Sockets are opened in ``fetch.py`` alone."""
