"""A plugin as there are many: it gives each article its neighbours, and those that share a tag with it."""

from pelican.plugins import signals


def register():
    """Connect to Pelican."""
    signals.article_generator_finalized.connect(introduce)


def introduce(generator):
    """Tell each article of others."""
    if __name__ not in generator.settings["PLUGINS"]:
        return  # it is another site of this process that has the plugin
    articles = generator.articles
    for article, following in zip(articles, [*articles[1:], None], strict=True):
        article.next_article = following
        tags = {tag.slug for tag in getattr(article, "tags", ())}
        article.related = [
            other
            for other in articles
            if other is not article and tags & {tag.slug for tag in getattr(other, "tags", ())}
        ]
