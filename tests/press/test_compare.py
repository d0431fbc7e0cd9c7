"""Two builds are compared byte for byte."""

from pathlib import Path

import pytest

from partwork.press.compare import Difference, differences, lines
from partwork.press.verdict import Verdict


@pytest.fixture
def folders(tmp_path):
    """The folders of two builds."""
    for name in ("output", "clean"):
        (tmp_path / name).mkdir()
    return tmp_path / "output", tmp_path / "clean"


def write(folder: Path, **files: bytes) -> None:
    """Write files; two underscores in a name are a slash, one is a dot."""
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("file", "wanted", "difference"),
    [
        (b"one\ntwo\n", b"one\ntwo\n", None),
        (b"one\ntwo\n", b"one\nTwo\n", Difference("page.html", "'two' instead of 'Two'", 2)),
        (b"one\n", b"one\ntwo", Difference("page.html", "'' instead of 'two'", 2)),
        (b"one", b"one\ntwo", Difference("page.html", "nothing instead of 'two'", 2)),
        (b"one\r\n", b"one\n", Difference("page.html", "'one\\r' instead of 'one'", 1)),
        ("é".encode(), b"e", Difference("page.html", "'\\xe9' instead of 'e'", 1)),
        (b"\xff", b"\xfe", Difference("page.html", "other bytes than those of a clean build")),
        (None, b"one", Difference("page.html", "missing: a clean build writes it")),
        (b"one", None, Difference("page.html", "surplus: a clean build does not write it")),
        (None, None, None),
    ],
)
def test_the_first_line_that_differs_is_found(folders, file, wanted, difference):
    """A file is what a clean build makes it, to the byte, or it is said how it is not."""
    for folder, data in zip(folders, (file, wanted), strict=True):
        if data is not None:
            write(folder, page_html=data)
    assert differences(*folders, ["page.html"], []) == ([difference] if difference else [])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("<feed xmlns='x'><updated>{}</updated></feed>", True),
        ("<rss version='2.0'><channel><lastBuildDate>{}</lastBuildDate></channel></rss>", True),
        ("<feed xmlns='x'><updated>{}</updated><entry></entry></feed>", False),
        ("<rss><channel><lastBuildDate>{}</lastBuildDate><item></item></channel></rss>", False),
        ("<feed><title>{}</title></feed>", False),
        ("<p><updated>{}</updated></p>", False),
    ],
)
def test_a_feed_of_no_posts_tells_the_time_it_was_written_at(folders, text, same):
    """That is another in each build, with or without the press."""
    for folder, moment in zip(folders, (b"10:00", b"10:01"), strict=True):
        write(folder, all_xml=text.encode().replace(b"{}", moment))
    assert (differences(*folders, [], []) == []) == same


def test_what_nobody_builds_is_no_difference(folders):
    """Files that were there before, and those that a site keeps, are none of a build's."""
    output, clean = folders
    write(output, CNAME=b"x", _git__config=b"x", kept__page_html=b"old")
    write(clean, kept__page_html=b"new")
    assert differences(output, clean, ["kept/page.html"], ["kept"]) == []
    assert [one.path for one in differences(output, clean, [], [])] == ["kept/page.html"]


def test_a_folder_in_the_place_of_a_page_is_told(folders):
    """What is no file is missing."""
    output, clean = folders
    (output / "page.html").mkdir()
    write(clean, page_html=b"x")
    assert differences(output, clean, [], []) == [Difference("page.html", "missing: a clean build writes it")]


def test_each_line_names_the_page_and_what_the_press_said():
    """What was kept or rendered, and why, stands beside what is wrong with it."""
    found = [
        Difference("a.html", "'x' instead of 'y'", 3),
        Difference("b.html", "missing"),
        Difference("c", "z"),
    ]
    verdicts = [Verdict("a.html", "kept", "article"), Verdict("b.html", "rendered", "article", "new")]
    assert lines(found, verdicts) == [
        "a.html:3: 'x' instead of 'y'; the press has kept it.",
        "b.html: missing; the press has rendered it (new).",
        "c: z; the press has not heard of it.",
    ]


def test_a_long_line_is_shown_in_part(folders):
    """A page that is one line does not fill the terminal; what differs is shown, not how the line begins."""
    output, clean = folders
    write(output, a=b"<p>" * 5_000 + b"old")
    write(clean, a=b"<p>" * 5_000 + b"new")
    (found,) = differences(output, clean, [], [])
    assert "old" in found.what
    assert "new" in found.what
    assert len(found.what) < 300
