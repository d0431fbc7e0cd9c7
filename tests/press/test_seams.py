"""What the press leans on in Pelican and Pelican does not promise: a change there must fail here."""

# ruff: noqa: E501 - a case stands in one line

import inspect
import re

import pelican
import pytest
from pelican import Pelican, readers, utils
from pelican.cache import FileDataCacher
from pelican.contents import Article, Content, Page, Static
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    SourceFileGenerator,
    StaticGenerator,
)
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers
from pelican.urlwrappers import Tag, URLWrapper
from pelican.utils import DateFormatter, SafeDatetime
from pelican.writers import Writer


def source(of: object) -> str:
    """Return the source of a function or class."""
    return inspect.getsource(of)


def in_order(text: str, *steps: str) -> bool:
    """Return whether steps stand in a text, one after the other."""
    places = [text.index(step) for step in steps]
    return places == sorted(places)


def test_every_page_is_rendered_by_a_template_and_written_by_open_w():
    """The template is a parameter, asked for one text; the file is opened by a method of the writer's."""
    text = source(Writer.write_file)
    assert in_order(
        text, 'context["localsiteurl"] = localcontext["localsiteurl"]', "template.render(localcontext)",
        "sanitised_join(output_path, name)", "self._open_w(path, ", "f.write(output)", "content_written.send(",
    )  # fmt: skip
    assert text.count(".render(") == 1


def test_a_pages_values_are_the_contexts_and_its_own():
    """What differs from page to page is given with it, or is one of three names."""
    text = source(Writer.write_file)
    assert in_order(
        text, "localcontext = context.copy()", 'localcontext["SITEURL"] = ', 'localcontext["localsiteurl"] = relative',
        'localcontext["output_file"] = name', "localcontext.update(kwargs)",
    )  # fmt: skip


def test_how_a_list_is_divided_into_pages():
    """What our ``write_file`` repeats of Pelican's: which lists, how many a page, and what each page is given."""
    text = source(Writer.write_file)
    assert in_order(
        text, 'key in {"articles", "dates"}', 'template_name in self.settings["PAGINATED_TEMPLATES"]',
        'self.settings["PAGINATED_TEMPLATES"][template_name]', 'self.settings["DEFAULT_PAGINATION"]',
        "Paginator(name, url, val, self.settings, per_page)", "paginators.values())).num_pages", "kwargs.copy()",
        'f"{key}_paginator": paginator', 'f"{key}_page": page', 'f"{key}_previous_page": previous_page',
        'f"{key}_next_page": next_page', "page.save_as",
    )  # fmt: skip
    assert list(inspect.signature(Writer.write_file).parameters) == [
        "self", "name", "template", "context", "relative_urls", "paginated", "template_name", "override_output",
        "url", "kwargs",
    ]  # fmt: skip


def test_how_a_source_is_read_again():
    """Generators read as previews do, and a content is all that its attributes are."""
    for generator, name in ((ArticlesGenerator, "article"), (PagesGenerator, "page")):
        assert in_order(
            source(generator.generate_context), "self.readers.read_file(", "base_path=self.path", "content_class=",
            f"preread_signal=signals.{name}_generator_preread", f"context_signal=signals.{name}_generator_context",
        )  # fmt: skip
    assert "self.translations = []" in source(Content.__init__)
    assert isinstance(Content.get_content.cache, dict)
    assert isinstance(Content.get_summary.cache, dict)


def test_who_may_write_a_file_twice():
    """The rules that our ``_open_w`` repeats are those of Pelican's."""
    text = source(Writer._open_w)
    for words in (
        "in self._overridden_files",
        "in self._written_files",
        "os.devnull",
        "FileOverwriteFailedError",
    ):
        assert words in text
    assert list(inspect.signature(Writer._open_w).parameters) == ["self", "filename", "encoding", "override"]
    assert "self._open_w(complete_path, " in source(Writer.write_feed)


def test_the_signature_of_a_feed():
    """Our ``write_feed`` takes what Pelican's does."""
    assert list(inspect.signature(Writer.write_feed).parameters) == [
        "self", "elements", "context", "path", "url", "feed_type", "override_output", "feed_title",
    ]  # fmt: skip


def test_the_steps_of_reading_a_file():
    """``PressReaders.read_file`` follows these, in this order."""
    assert in_order(
        source(Readers.read_file), "preread_signal.send(", "default_metadata(", "path_metadata(",
        "parse_path_metadata(", "reader_name =", 'metadata["reader"]', "self.get_cached_data(path", "reader.read(path)",
        "find_empty_alt(content, path)", "typogrify", "context_signal.send(", '== "skip"', "return content_class(",
    ) or in_order(
        source(Readers.read_file), "preread_signal.send(", "default_metadata(", "path_metadata(",
        "parse_path_metadata(", "reader.read(path)", "find_empty_alt(content, path)", "context_signal.send(",
        "content_class(",
    )  # fmt: skip


def test_the_header_of_a_markdown_file():
    """``_metadata`` repeats this method: formatted fields, duplicates, and all others."""
    text = source(MarkdownReader._parse_metadata)
    assert in_order(
        text, "formatted_fields", "DUPLICATES_DEFINITIONS_ALLOWED.get(name, True)", "len(value) > 1"
    )


def test_a_text_may_be_given_by_a_function():
    """``_get_content`` is asked instead of ``_content`` where a plugin has set it, and links are resolved after."""
    text = source(Content.__dict__["get_content"].func)
    assert in_order(
        text, 'hasattr(self, "_get_content")', "self._get_content()", "self._content", "_update_content("
    )


def test_posts_are_sorted_into_periods_by_a_method():
    """It is given all posts twice, and looks each up among those of a period, by identity."""
    method = ArticlesGenerator._build_period_archives
    assert [*inspect.signature(method).parameters] == ["self", "sorted_articles", "articles", "settings"]
    text = source(method)
    assert in_order(
        text, 'archive["dates"] = dates', 'archive["articles"] = [a for a in articles if a in dates]'
    )
    assert text.count('"articles"') == 1
    assert "self.period_archives = self._build_period_archives(" in source(ArticlesGenerator.generate_context)
    assert Content.__eq__ is object.__eq__


@pytest.mark.parametrize("method", ["get_content", "get_summary"])
def test_what_is_memoized_can_be_forgotten(method):
    """Pelican keeps every text it has made for as long as the process lives, in a dictionary that can be cleared."""
    assert Content.__dict__[method].cache is getattr(Content("x"), method).cache


def test_links_are_found_by_one_expression():
    """Static files are found in texts as ``Content._link_replacer`` finds them."""
    names = Content("")._get_intrasite_link_regex().groupindex
    assert {"what", "value", "path"} <= names.keys()
    text = source(Content._link_replacer)
    assert "linked_content.attach_to(self)" in text
    assert in_order(text, "_find_path(url.path)", "_find_path(unquote(url.path))")
    assert in_order(
        text, 'what in {"filename", "static", "attach"}', "self._context[key].get(path, None)",
        "unescaped_url = urlparse(unescape(url.geturl()))", "_find_path(unescaped_url.path)",
        'what == "filename" and key == "generated_content"', 'key = "generated_content"', 'key = "static_content"',
    )  # fmt: skip


def test_where_a_file_goes_is_settled_once():
    """The first to attach a file moves it, unless its address was shown or set before."""
    text = source(Static.attach_to)
    assert in_order(
        text,
        'hasattr(self, "override_save_as")',
        "self._output_location_referenced",
        "self.override_save_as =",
    )
    for name in ("url", "save_as"):
        assert "_output_location_referenced = True" in source(getattr(Static, name).fget)
    assert "_output_location_referenced" not in source(Content.get_url_setting)


def test_static_files_are_copied_by_methods_of_the_generator():
    """The theme's by ``_copy_paths``, before the content's, each of which is asked about."""
    text = source(StaticGenerator.generate_output)
    assert in_order(
        text, "self._copy_paths(", "self._file_update_required(sc)", "self._link_or_copy_staticfile(sc)"
    )
    assert "self._copy_staticfile(sc)" in source(StaticGenerator._link_or_copy_staticfile)
    assert list(inspect.signature(StaticGenerator._copy_paths).parameters)[1:] == [
        "paths", "source", "destination", "output_path", "final_path",
    ]  # fmt: skip


def test_sources_are_copied_one_by_one():
    """``_create_source`` is called for each post, and makes its path so."""
    assert "os.path.splitext(obj.save_as)" in source(SourceFileGenerator._create_source)
    assert "self._create_source(" in source(SourceFileGenerator.generate_output)


def test_the_output_is_emptied_after_generators_are_made():
    """``get_generators`` is sent before Pelican looks whether it is to empty the output."""
    assert in_order(source(Pelican.run), "self._get_generator_classes()", "if self.delete_outputdir")


def test_a_pelican_is_told_of_before_it_runs():
    """Whoever builds calls ``run`` of a Pelican that is set up, also where it builds again and again."""
    assert source(Pelican.__init__).rstrip().endswith("signals.initialized.send(self)")
    assert "pelican.run()" in source(pelican.main)
    assert "pelican.run()" in source(pelican.autoreload)


@pytest.mark.parametrize(
    ("kind", "lists"),
    [
        (
            ArticlesGenerator,
            "articles translations hidden_articles hidden_translations drafts drafts_translations",
        ),
        (
            PagesGenerator,
            "pages translations hidden_pages hidden_translations draft_pages draft_translations",
        ),
    ],
)
def test_the_lists_of_what_is_written(kind, lists):
    """Every content is in one of the lists where attached files are looked for."""
    for name in lists.split():
        assert f"self.{name} = []" in source(kind.__init__)


@pytest.mark.parametrize(
    "name",
    ["initialized", "get_generators", "readers_init", "article_generator_init", "page_generator_init", "static_generator_init",
     "article_generator_finalized", "all_generators_finalized", "get_writer", "finalized", "content_written",
     "feed_generated", "feed_written", "article_generator_write_article", "page_generator_write_page"],
)  # fmt: skip
def test_the_signals_there_are(name):
    """Every signal that the press connects to, or looks who waits for, exists."""
    assert hasattr(getattr(signals, name), "receivers_for")


def test_a_text_is_what_a_content_is_given_first():
    """A content takes its text before what its header says, of which it makes attributes in lower case."""
    text = source(Content.__init__)
    assert in_order(
        text, "self._content = content", "setattr(self, key.lower(), value)", "content_object_init"
    )
    assert Article.__mro__[1] is Page.__mro__[1] is Content


def test_what_the_search_for_static_links_asks_for():
    """It asks for the text, the settings and the place of the source, and for nothing else."""
    asked = Content.get_static_links.__code__.co_names
    assert {one for one in asked if one in Content("").__dict__ or one in vars(Content)} == {
        "_content", "_get_intrasite_link_regex", "get_relative_source_path", "relative_dir",
    }  # fmt: skip
    assert [*Content._get_intrasite_link_regex.__code__.co_names[:1]] == ["settings"]
    assert in_order(
        source(Content.get_static_links), 'm.group("what")', 'urlparse(m.group("value"))', 'what not in {"static", "attach"}',
        'path.startswith("/")', "path[1:]", "self.get_relative_source_path(", "os.path.join(self.relative_dir, path)",
        'path.replace("%20", " ")', "static_links.add(path)",
    )  # fmt: skip
    assert "content.get_static_links()" in source(ArticlesGenerator.add_static_links)


def test_an_address_that_is_settled_comes_first():
    """Nothing else is asked for where one was given to a content."""
    text = source(Content.get_url_setting)
    assert in_order(
        text, 'if hasattr(self, "override_" + key)', 'return getattr(self, "override_" + key)', "key ="
    )
    assert not any("get_url_setting" in vars(kind) for kind in (Article, Page))


def test_how_an_address_is_made():
    """A setting is filled in with the header's values, and with six that Pelican knows better."""
    text = source(Content._expand_settings)
    assert in_order(
        text, "self.__class__.__name__", 'f"{klass}_{key}").upper()', ".format(**self.url_format)"
    )
    text = source(Content.url_format.fget)
    assert in_order(
        text, "copy.copy(self.metadata)", "metadata.update(", '"path": path_to_url(path)',
        '"slug": getattr(self, "slug", "")', '"lang": getattr(self, "lang", "en")', '"date": getattr(self, "date", ',
        '"author": self.author.slug if hasattr(self, "author") else ""',
        '"category": self.category.slug if hasattr(self, "category") else ""',
    )  # fmt: skip
    assert text.count('": ') == 6


def test_what_is_said_by_a_path():
    """These settings, and no others, make a difference between the sources of a folder."""
    assert re.findall('settings(?:.get[(]|\\[)"([A-Z_]+)"', source(readers.path_metadata)) == [
        "DEFAULT_DATE", "EXTRA_PATH_METADATA",
    ]  # fmt: skip
    text = source(readers.parse_path_metadata)
    assert set(re.findall('"([A-Z_]{4,})"', text)) == {
        "FILENAME_METADATA", "PATH_METADATA", "USE_FOLDER_AS_CATEGORY", "CATEGORY_SAVE_AS",
    }  # fmt: skip
    assert in_order(
        text, '("FILENAME_METADATA", base)', '("PATH_METADATA", source_path)', "re.match(regexp, data)"
    )


def test_a_slug_is_made_when_it_is_asked_for():
    """Tags, categories and authors of one name have one slug, which can be given to them."""
    tag = Tag("A B", {"SLUGIFY_PRESERVE_CASE": False})
    assert (tag._slug, tag._slug_from_name, tag._name) == (None, True, "A B")
    assert in_order(source(URLWrapper.slug.fget), "if self._slug is None", "self._slug = slugify(")


def test_a_cache_that_is_off_holds_nothing():
    """Then all it does is to ask for the time of each file."""
    for function in (FileDataCacher.cache_data, FileDataCacher.save_cache):
        assert "if self._cache_data_policy:" in source(function)
    assert "self._cache.get(filename, default)" in source(FileDataCacher.get_cached_data)
    assert source(FileDataCacher.__init__).count("self._cache = {}") == 3
    assert FileDataCacher({"CACHE_PATH": "", "GZIP_CACHE": False}, "", False, False)._cache == {}
    for generator in (ArticlesGenerator, PagesGenerator):
        text = source(generator.generate_context)
        assert in_order(text, "self.get_cached_data(f, None)", "self.cache_data(f, ")


def test_dates_are_written_by_one_function():
    """Posts and templates' filter ask for it by its name in a module."""
    assert "return strftime(self, fmt)" in source(SafeDatetime.strftime)
    assert "strftime(date, date_format)" in source(DateFormatter.__call__)
    assert SafeDatetime.strftime.__globals__ is vars(utils)


def test_how_files_are_chosen():
    """By the patterns that are ignored, and by the endings that are wanted."""
    text = source(Generator._include_path)
    assert in_order(
        text, "tuple(self.readers.extensions)", "os.path.basename(path)", 'self.settings["IGNORE_FILES"]',
        "any(fnmatch.fnmatch(basename, ignore) for ignore in ignores)", "return False",
        "ext = os.path.splitext(basename)[1][1:]", "if extensions is False or ext in extensions", "return True",
    )  # fmt: skip
    assert source(Generator.get_files).count("self._include_path(") == 2
    assert "extensions=self.readers.disabled_extensions" in source(Generator._check_disabled_readers)
    assert in_order(source(Generator.__init__), "self.readers = ", "signals.generator_init.send(self)")
