"""A plugin with a generator of its own: a page and a file of all that is written about."""

import json
from pathlib import Path

from pelican.generators import Generator
from pelican.plugins import signals


def register():
    """Connect to Pelican."""
    signals.get_generators.connect(generators)


def generators(pelican):
    """Return the generator."""
    return Register if __name__ in (pelican.settings["PLUGINS"] or ()) else None


class Register(Generator):
    """Lists the first words of all articles."""

    def generate_output(self, writer):
        """Write the page by Pelican's writer, and the file without it."""
        words = {article.slug: article._content[:12] for article in self.context["articles"]}
        writer.write_file("register.html", self.get_template("register"), self.context, words=words)
        Path(self.output_path, "register.json").write_text(json.dumps(words), encoding="utf-8")
