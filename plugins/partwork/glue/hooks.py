"""What partwork does at each of Pelican's signals."""

from typing import Any

from pelican.plugins import signals

from partwork.glue import build, collector, feeds, headers, posts, reporting, staging, templates
from partwork.glue.generator import PartworkGenerator


def connect() -> None:
    """Connect everything; connecting a function twice connects it once."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(begin)
    signals.generator_init.connect(templates.add_fallbacks)
    signals.article_generator_context.connect(headers.check)
    signals.page_generator_context.connect(headers.check)
    signals.content_object_init.connect(posts.hold_back)
    signals.all_generators_finalized.connect(staging.begin)
    signals.get_writer.connect(staging.redirect)
    signals.feed_generated.connect(feeds.clean)
    signals.finalized.connect(staging.publish)


def prepare(pelican: Any) -> None:
    """Settle, once for each Pelican, what its settings say and partwork does instead."""
    settings = pelican.settings
    settings["ARTICLE_EXCLUDES"] = [*settings["ARTICLE_EXCLUDES"], build.manifests_folder(settings)]
    # Emacs locks a file that is being edited with a link to nowhere beside it.
    settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], ".#*"]
    settings[build.HOLD_FUTURE] = not settings["WITH_FUTURE_DATES"]
    settings["WITH_FUTURE_DATES"] = True
    # Posts cached whole would stay drafts for ever: what is read is cached, and looked at anew.
    settings["CONTENT_CACHING_LAYER"] = "reader"
    pelican.delete_outputdir = False
    reporting.quiet_pelican()


def begin(pelican: Any) -> type[PartworkGenerator]:
    """Begin a build, and give Pelican the generator that does the work."""
    collector.release()
    staging.abandon(pelican)
    build.begin(pelican.settings)
    return PartworkGenerator
