"""A plugin that rewrites every text as it is read, by what a file beside the texts says."""

from pathlib import Path

from pelican.plugins import signals


def register():
    """Connect to Pelican."""
    signals.content_object_init.connect(explain)


def explain(content):
    """Mark the words of the glossary, and count them."""
    if __name__ not in (content.settings["PLUGINS"] or ()) or not content._content:
        return
    glossary = Path(content.settings["PATH"], "glossary.txt")
    words = glossary.read_text(encoding="utf-8").split() if glossary.exists() else []
    content.explained = [word for word in words if word in content._content]
    for word in content.explained:
        content._content = content._content.replace(word, f"<dfn>{word}</dfn>")
