"""The cases of webmention.rocks, written anew: 23 discoveries, two updates, one deletion, two receivers.

`app.Rocks` is the site. ``python -m tests.rocks 8099`` serves it on loopback, for senders and receivers that
run elsewhere on this machine.
"""
