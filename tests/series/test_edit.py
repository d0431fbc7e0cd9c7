"""Adding a part to a manifest's list."""

import pytest

from partwork.series.edit import add_part
from partwork.series.manifest import parse


@pytest.mark.parametrize(
    ("parts", "after"),
    [
        ("Parts: a\n    b\n", ["a", "b", "new"]),
        ("Parts:\n    a\n    planned: C\n", ["a", "new", "planned: C"]),
        ("Parts:\n    a\n    planned: The New\n    planned: C\n", ["a", "new", "planned: C"]),
        ("Parts:\n\ta\n\tplanned: the new\n\tplanned: C\n", ["a", "new", "planned: C"]),
        ("Parts: planned: B\n    c\n", ["planned: B", "c", "new"]),
        ("Parts:\n", ["new"]),
        ("parts: a\n    new\nStatus: ongoing\n", ["a", "new"]),
        ("Parts: a\nStatus: ongoing\n", ["a", "new"]),
        ("Parts: a\nStatus: ongoing\nParts: planned: C\n", ["a", "new", "planned: C"]),
        (" parts:\ta\n \tplanned: the\tnew\n", ["a", "new", "planned: the\tnew"]),
    ],
)
@pytest.mark.parametrize("body", ["", "\nThe text.\nParts: not a key\n"])
def test_part_takes_its_planned_place_or_the_end_of_what_is_written(parts, after, body):
    """The new part stands where it was announced, or before what is still planned; the rest is untouched."""
    text = add_part(f"Title: Job\n{parts}{body}", "new", "The New")
    manifest, problems = parse("series/job.md", text, "en")
    assert problems == ()
    assert [f"planned: {item.text}" if item.planned else item.text for item in manifest.listed] == after
    assert text.startswith("Title: Job\n")
    assert text.endswith(body)
    assert ("Status: ongoing\n" in text) == ("Status" in parts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "\ufeffTitle: Job\r\nParts: a\r\n\r\nText\r\n",
            "\ufeffTitle: Job\r\nParts: a\r\n    new\r\n\r\nText\r\n",
        ),
        ("Title: Job\rParts: a\r", "Title: Job\rParts: a\r    new\r"),
        ("Title: Job\nParts: a", "Title: Job\nParts: a\n    new"),
        ("Title: Job\nParts:", "Title: Job\nParts: new\n"),
        ("---\nTitle: Job\nParts: a\n---\nText\n", "---\nTitle: Job\nParts: a\n    new\n---\nText\n"),
        ("---\nTitle: Job\nParts: a\n...\nText\n", "---\nTitle: Job\nParts: a\n    new\n...\nText\n"),
        ("---\nTitle: Job\nParts:\n...\nText\n", "---\nTitle: Job\nParts: new\n...\nText\n"),
        ("Title: A\u2028B\nParts: a\u2028b\n", "Title: A\u2028B\nParts: a\u2028b\n    new\n"),
        ("Title: Job\nParts: a\n\tplanned: C\n", "Title: Job\nParts: a\n\tnew\n    planned: C\n"),
        ("Title: Job\nParts:   planned: The New  \n", "Title: Job\nParts:   new  \n"),
    ],
)
def test_the_rest_of_the_file_keeps_its_bytes(before, after):
    """Line ends, a mark at the beginning, fences and spaces stay as the author's editor wrote them."""
    assert add_part(before, "new", "The New") == after


@pytest.mark.parametrize("manifest", ["Title: Job\n", "Title: Job\n\nParts: a\n", ""])
def test_manifest_without_a_list_is_left_alone(manifest):
    """Where the parts order themselves there is nothing to add to."""
    assert add_part(manifest, "new", "New") == manifest
