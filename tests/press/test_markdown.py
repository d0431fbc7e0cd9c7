"""Markdown: the bytes that Pelican gives, whatever the document and whatever came before it."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG

from partwork.press import shortcuts
from partwork.press.markdown import Converter
from tests.builders import PROPERTY
from tests.press.texts import CONTENT, DOCUMENTS


def configured(**configs):
    """Return Pelican's MARKDOWN with these extensions, as its reader completes it."""
    named = {f"markdown.extensions.{name}": config for name, config in configs.items()}
    names = list(dict.fromkeys([*named, "markdown.extensions.meta"]))
    return {"extension_configs": named, "extensions": names, "output_format": "html5"}


SETTINGS = {
    "pelican's": configured(codehilite={"css_class": "highlight"}, extra={}, meta={}),
    "none": configured(),
    "many": configured(
        codehilite={"linenums": True, "guess_lang": False, "noclasses": True},
        extra={},
        toc={"permalink": True},
        smarty={"smart_angled_quotes": True},
        admonition={},
        sane_lists={},
        nl2br={},
        wikilinks={},
    ),
    "few": configured(
        footnotes={"USE_DEFINITION_ORDER": False}, md_in_html={}, attr_list={}, tables={}, smarty={}
    ),
    "old": configured(
        toc={"title": "C", "anchorlink": True},
        legacy_attrs={},
        legacy_em={},
        abbr={"glossary": {"HTML": "Hyper"}},
        def_list={},
    ),
    "counting": {
        **configured(extra={"footnotes": {"UNIQUE_IDS": True}}),
        "output_format": "xhtml",
        "tab_length": 2,
    },
    "plain code": configured(codehilite={"use_pygments": False}, fenced_code={}),
}
FORMATTED = ("summary", "tags")


def outcome(read, text):
    """Return what reading a document gives, or the error it ends with."""
    try:
        return read(text)
    except Exception as error:  # noqa: BLE001 - whatever Python-Markdown raises
        return repr(error)


def by_pelican(configuration, text):
    """Return HTML, metadata and formatted fields of a document, in the steps of Pelican's reader."""
    md = Markdown(**configuration)
    html, fields = md.convert(text), []
    metadata = md.Meta
    md.preprocessors.deregister("meta")
    for name, lines in metadata.items():
        if name in FORMATTED:
            md.reset()
            fields.append(md.convert("\n".join(lines)))
    return html, metadata, fields


def by_press(converter, text):
    """Return the same of a converter that may have read others before."""
    html, metadata = converter.convert(text)
    return html, metadata, [converter.formatted(metadata[name]) for name in metadata if name in FORMATTED]


@pytest.mark.parametrize("name", SETTINGS)
def test_documents_read_in_a_row_are_those_that_pelican_reads_apart(name):
    """No document shows in the next one, and each has Pelican's bytes."""

    @given(st.lists(DOCUMENTS, min_size=1, max_size=3))
    @settings(PROPERTY, max_examples=60)
    def same(documents):
        converter = Converter(copy.deepcopy(SETTINGS[name]))
        for document in documents:
            assert outcome(lambda text: by_press(converter, text), document) == outcome(
                lambda text: by_pelican(SETTINGS[name], text), document
            )

    same()


def test_the_sample_site_is_read_as_by_pelican():
    """Each Markdown file of the sample site gives what Pelican's own reader makes of it."""
    reader = MarkdownReader({**DEFAULT_CONFIG, "FORMATTED_FIELDS": ["summary"]})
    converter = Converter(reader.settings["MARKDOWN"])
    files = sorted(CONTENT.rglob("*.md"))
    assert files
    for file in files:
        html, metadata = reader.read(file)
        converted, found = converter.convert(file.read_text(encoding="utf-8"))
        assert converted == html
        if "summary" in found:
            assert converter.formatted(found["summary"]) == metadata["summary"]


def test_a_summary_knows_nothing_of_its_document():
    """References and footnotes of the text are not those of the summary, as in Pelican."""
    converter = Converter(SETTINGS["pelican's"])
    text = "Summary: [ref] and [^1]\n\n[ref] and [^1]\n\n[ref]: /there\n\n[^1]: Note."
    html, metadata = converter.convert(text)
    assert 'href="/there"' in html
    assert converter.formatted(metadata["summary"]) == "<p>[ref] and [^1]</p>"
    assert converter.convert("[ref]") == ("<p>[ref]</p>", {})


def test_a_summary_is_not_read_for_metadata():
    """A line of a summary that looks like metadata is text, and the next document has its own metadata."""
    converter = Converter(SETTINGS["pelican's"])
    converter.convert("Summary: Note: this\n\nText")
    assert converter.formatted(["Note: this"]) == "<p>Note: this</p>"
    assert converter.convert("Title: Two\n\nText") == ("<p>Text</p>", {"title": ["Two"]})


def test_a_blank_document_has_no_metadata_of_the_one_before():
    """Nothing is left of a document where the next one is empty."""
    converter = Converter(SETTINGS["pelican's"])
    converter.convert("Title: One\n\nText")
    assert converter.convert(" \n") == ("", {})


def test_a_field_without_a_document_is_refused():
    """A field is formatted by what has read its document."""
    with pytest.raises(ValueError, match="No document"):
        Converter(SETTINGS["none"]).formatted(["a"])


class _Counting(Extension):
    """Writes below each document the how manieth it is, and takes Pelican's metadata away if told to."""

    def __init__(self, **kwargs):
        self.config = {"blind": [False, ""]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md):  # noqa: N802 - Python-Markdown's name
        class Count(Postprocessor):
            documents = 0

            def run(self, text):
                self.documents += 1
                return f"{text}{self.documents}"

        md.postprocessors.register(Count(md), "count", 1)
        if self.getConfig("blind"):
            md.preprocessors.deregister("meta")


def test_an_unknown_extension_sees_one_document_only():
    """What an extension keeps over a reset is not seen in the next document, as in Pelican."""
    converter = Converter({"extensions": ["markdown.extensions.meta", "tests.press.test_markdown:_Counting"]})
    assert [converter.convert("a")[0] for _ in range(3)] == ["<p>a</p>1"] * 3
    assert converter.formatted(["b"]) == "<p>b</p>2"


def test_an_extension_that_takes_the_metadata_away_fails_as_in_pelican():
    """Pelican takes the reader of metadata away itself, and fails where there is none."""
    extensions = ["markdown.extensions.meta", _Counting(blind=True)]
    with pytest.raises(ValueError, match="meta"):
        Converter({"extensions": extensions}).convert("a")


def test_an_extension_that_is_not_there_fails_as_in_pelican():
    """A wrong name in the settings is told at each document."""
    converter = Converter({"extensions": ["no_such_extension"]})
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="no_such_extension"):
            converter.convert("a")


def test_another_version_of_markdown_does_its_own_work(monkeypatch):
    """Of a version whose steps are not known no step is replaced."""
    monkeypatch.setattr(shortcuts, "KNOWN", frozenset())
    text = "Title: x\n\n# Head\n\n* one\n* *two* & <b>three</b>\n\n    code\n"
    converter = Converter(SETTINGS["pelican's"])
    for _ in range(2):
        assert by_press(converter, text) == by_pelican(SETTINGS["pelican's"], text)
