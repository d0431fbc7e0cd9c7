"""A plugin that tells each article who names it, and templates, by filters and a global, what it knows."""

from dataclasses import dataclass

from pelican.plugins import signals


@dataclass
class Backlink:
    """Who names an article."""

    title: str
    url: str


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(introduce)
    signals.article_generator_finalized.connect(look)


def introduce(generator):
    """Give templates what the plugin knows."""
    if __name__ not in (generator.settings["PLUGINS"] or ()) or not hasattr(generator, "env"):
        return
    names = generator.settings.setdefault("_NAMES", {})
    generator.env.filters["shout"] = lambda text: text.upper() + "!"
    generator.env.filters["title_of"] = lambda slug: names.get(slug, "nobody")
    generator.env.globals["all_names"] = names


def look(generator):
    """Look who names whom; remember what articles are called."""
    if __name__ not in (generator.settings["PLUGINS"] or ()):
        return
    names = generator.settings["_NAMES"]
    names.clear()
    names.update((article.slug, article.title) for article in generator.articles)
    for article in generator.articles:
        article.backlinks = [
            Backlink(other.title, other.url)
            for other in generator.articles
            if other is not article and article.slug in other._content
        ]
