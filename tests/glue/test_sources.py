"""The files of a site, and what stands in the way of reading them."""

import os

import pytest
from pelican.settings import DEFAULT_CONFIG

from partwork.glue.sources import find, read


@pytest.fixture
def content(tmp_path):
    """A content folder with a post, a picture and a manifest in it."""
    for name in ("a.md", "images/b.png", "series/c.md", "deep/er/d.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def found(content, **settings):
    """Return what is found with Pelican's settings."""
    excludes = {"ARTICLE_EXCLUDES": ["series"], "PAGE_EXCLUDES": [], "STATIC_EXCLUDES": []}
    return find({**DEFAULT_CONFIG, **excludes, "PATH": str(content), **settings}, "series")


def told(problems):
    """Return place, what and value of each problem, in order."""
    return sorted((problem.where.file, problem.what, problem.value) for problem in problems)


def test_files_are_found_where_pelican_looks(content):
    """Posts, pages, static files and manifests, each once and in order; what is excluded is left out."""
    assert found(content).files == ("a.md", "deep/er/d.md", "images/b.png", "series/c.md")
    assert found(content, ARTICLE_PATHS=["deep"]).files == ("deep/er/d.md", "images/b.png", "series/c.md")
    assert found(content, ARTICLE_PATHS=["a.md"], STATIC_PATHS=[]).files == ("a.md", "series/c.md")
    assert found(content, ARTICLE_EXCLUDES=["deep"], IGNORE_FILES=["*.png"]).files == ("a.md", "series/c.md")
    assert found(content / "nowhere").files == ()


def test_links_that_lead_on_are_followed(content):
    """A link to a folder or a file elsewhere is as good as what it leads to."""
    (content / "link").symlink_to("deep/er")
    (content / "b.md").symlink_to("a.md")
    sources = found(content)
    assert {"link/d.md", "b.md"} <= {*sources.files}
    assert sources.problems == sources.endless == ()


@pytest.mark.parametrize("target", [".", "..", "deep", "deep/back", "deep/.."])
def test_a_link_that_leads_back_is_not_followed(content, target):
    """However it gets there, a link to a folder it lies in has no end."""
    (content / "deep/loop").symlink_to(content / target)
    (content / "deep/back").symlink_to(content / "deep")
    what = "This link leads back to a folder it lies in."
    assert ("deep/loop", what, str(content / target)) in told(found(content).endless)


def test_two_links_that_lead_to_each_other_are_not_followed(content):
    """Folders that hold each other are seen through."""
    (content / "images/deep").symlink_to(content / "deep")
    (content / "deep/images").symlink_to(content / "images")
    assert [place for place, *_ in told(found(content).endless)] == ["deep/images/deep", "images/deep/images"]


def test_a_link_that_leads_nowhere_is_told(content):
    """A post, a picture or a folder that is gone does not go quietly."""
    (content / "gone.md").symlink_to("nowhere.md")
    (content / "images/self.png").symlink_to("self.png")
    assert told(found(content).problems) == [
        ("gone.md", "This link leads nowhere.", "nowhere.md"),
        ("images/self.png", "This link leads nowhere.", "self.png"),
    ]


def test_a_pipe_is_not_read(content):
    """Reading it would wait for ever."""
    os.mkfifo(content / "pipe.md")
    sources = found(content)
    assert told(sources.endless) == [("pipe.md", "This is neither a file nor a folder.", "")]
    assert "pipe.md" not in sources.files


def test_a_lock_of_emacs_is_ignored_as_the_settings_say(content):
    """Files that match a pattern of ``IGNORE_FILES`` are not looked at, nor are folders."""
    (content / ".#a.md").symlink_to("author@home.1:2")
    assert found(content).problems != ()
    assert found(content, IGNORE_FILES=[".#*", "er"]).files == ("a.md", "images/b.png", "series/c.md")


def test_what_may_not_be_read_is_told(content, monkeypatch):
    """A folder or file that refuses is told with its path."""
    refusal = PermissionError(13, "Permission denied", str(content / "deep"))

    def scandir(path, real=os.scandir):
        if str(path).endswith("deep"):
            raise refusal
        return real(path)

    # Root, as whom tests may run, is refused nothing.
    monkeypatch.setattr("os.scandir", scandir)
    monkeypatch.setattr("os.access", lambda path, _: not str(path).endswith(".png"))
    assert told(found(content).problems) == [
        ("deep", "The folder cannot be read.", "Permission denied"),
        ("images/b.png", "The file cannot be read.", "Permission denied"),
    ]
    assert read(content, "a.md") == (b"", ())
    assert told(read(content, "deep")[1]) == [("deep", "The file cannot be read.", "Is a directory")]
