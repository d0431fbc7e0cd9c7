"""What partwork leans on in Pelican and Pelican does not promise: a change there must fail here."""

import inspect

import pelican
import pytest
from feedgenerator import Atom1Feed, RssFeed, SyndicationFeed
from pelican import Pelican
from pelican.contents import Article, Content, Page
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    PelicanTemplateNotFound,
    StaticGenerator,
)
from pelican.plugins import signals
from pelican.readers import Readers
from pelican.writers import Writer


def source(of: object) -> str:
    """Return the source of a function or class."""
    return inspect.getsource(of)


def test_the_order_of_a_build():
    """Generators are asked for, read, announced; then comes the writer, the writing, and the end."""
    text = source(Pelican.run)
    steps = [
        "self._get_generator_classes()",
        "self.delete_outputdir",
        "p.generate_context()",
        "signals.all_generators_finalized.send(generators)",
        "self._get_writer()",
        "p.generate_output(writer)",
        "signals.finalized.send(self)",
    ]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_plugins_generators_run_between_pelicans_own_and_the_static_one():
    """Ours sees all articles and pages, and links static files before they are looked for."""
    text = source(Pelican._get_generator_classes)
    order = ["ArticlesGenerator", "PagesGenerator", "signals.get_generators", "StaticGenerator"]
    assert [text.index(name) for name in order] == sorted(text.index(name) for name in order)


def test_static_files_are_a_list_that_is_copied_after_ours_is_written():
    """A file of the author's that ours is joined to is taken off the list, and so not copied over it."""
    text = source(StaticGenerator)
    assert "self.staticfiles.append(static)" in text
    assert 'self._update_context(("staticfiles",))' in text
    assert 'for sc in self.context["staticfiles"]' in source(StaticGenerator.generate_output)


def test_generators_are_made_with_the_arguments_we_give():
    """``partwork check`` makes the generators itself."""
    for name in ("context", "settings", "path", "theme", "output_path"):
        assert name in inspect.signature(Generator.__init__).parameters
        assert f"{name}=" in source(Pelican.run)


def test_the_writer_goes_where_the_generator_says():
    """Redirecting ``Pelican.output_path`` before the writer is made redirects every page."""
    assert "Writer(self.output_path" in source(Pelican._get_writer)
    assert "self.output_path" in source(StaticGenerator.generate_output)


def test_a_file_that_fails_is_remembered_as_none():
    """A post that Pelican gives up has its path and no content."""
    assert "= None" in source(Generator._add_failed_source_path)
    for kind in (ArticlesGenerator, PagesGenerator):
        text = source(kind.generate_context)
        assert "logger.exception(" in text
        assert '"Could not process %s"' in text
        assert text.count("_add_failed_source_path") == 2


def test_the_words_that_are_left_out_of_the_log():
    """Pelican's messages still begin as our filters expect."""
    text = source(Content)
    assert "Skipping %s: could not find information about" in text
    assert "Unknown status '%s' for file %s" in text


def test_a_future_post_is_made_a_draft_after_content_object_init():
    """The signal is the last thing in ``Content.__init__``; ``Article`` looks at the date after it."""
    assert source(Content.__init__).rstrip().endswith("signals.content_object_init.send(self)")
    text = source(Article.__init__)
    assert text.index("super().__init__") < text.index("WITH_FUTURE_DATES")


def test_the_private_names_of_content():
    """``_content`` and ``_summary`` hold what ``{part}`` links are resolved in."""
    page = Page("<p>x</p>", {"title": "T", "summary": "s"})
    assert (page._content, page._summary) == ("<p>x</p>", "s")


def test_an_address_that_is_set_is_the_address():
    """``override_url`` and ``override_save_as`` win over the patterns of the settings."""
    page = Page("", {"title": "T"})
    page.override_url, page.override_save_as = "a/", "a/index.html"
    assert (page.url, page.save_as) == ("a/", "a/index.html")


def test_reading_a_file_takes_what_we_give():
    """Landing pages' texts are read by ``Readers.read_file``."""
    parameters = inspect.signature(Readers.read_file).parameters
    assert {
        "base_path",
        "path",
        "content_class",
        "context",
        "preread_signal",
        "context_sender",
    } <= parameters.keys()


def test_a_template_that_is_not_there_is_told_by_an_exception_of_its_own():
    """``Generator.get_template`` looks through the theme and raises what we catch."""
    assert "raise PelicanTemplateNotFound(" in source(Generator.get_template)
    assert issubclass(PelicanTemplateNotFound, Exception)


def test_a_header_is_shown_before_it_is_used():
    """Plugins see the header before the object is made, and before a post is skipped."""
    text = source(Readers.read_file)
    steps = ["context_signal.send(", '== "skip"', "return content_class("]
    assert [text.index(step) for step in steps] == sorted(text.index(step) for step in steps)
    for kind in (ArticlesGenerator, PagesGenerator):
        text = source(kind.generate_context)
        assert text.index("try:") < text.index("context_sender=self") < text.index("except Exception:")


def test_the_writer_takes_a_template_and_values():
    """Pages are written by ``Writer.write_file``; its values win over the context."""
    parameters = inspect.signature(Writer.write_file).parameters
    assert {"name", "template", "context", "relative_urls", "url"} <= parameters.keys()
    assert "localcontext.update(kwargs)" in source(Writer.write_file)


def test_a_feed_asks_itself_for_its_date():
    """Atom and RSS take ``latest_post_date``, which is "now" where there are no items."""
    assert "now(" in source(SyndicationFeed.latest_post_date)
    for kind in (Atom1Feed, RssFeed):
        assert "self.latest_post_date()" in source(kind)


@pytest.mark.parametrize(
    "name",
    [
        "article_generator_context", "page_generator_context", "initialized", "get_generators",
        "generator_init", "content_object_init", "all_generators_finalized",
        "get_writer", "feed_generated", "finalized",
    ],
)  # fmt: skip
def test_the_signals_there_are(name):
    """Every signal we connect to exists and is sent somewhere in Pelican."""
    assert hasattr(signals, name)
    modules = (pelican, pelican.generators, pelican.contents, pelican.writers)
    sent = (f"signals.{name}.send", f"context_signal=signals.{name}")
    assert any(words in inspect.getsource(module) for module in modules for words in sent)


def test_the_command_line_is_pelicans():
    """``partwork build`` parses and starts as ``pelican`` does."""
    for name in ("parse_arguments", "get_instance", "init_logging", "LOG_HANDLERS", "console"):
        assert hasattr(pelican, name)
    parsed = pelican.parse_arguments(["-s", "x.py"])
    for name in (
        "settings",
        "verbosity",
        "fatal",
        "log_handler",
        "logs_dedup_min_level",
        "autoreload",
        "listen",
    ):
        assert hasattr(parsed, name)
    assert "exitcode" in source(pelican.main)
