"""The pages of tags, categories and authors are Pelican's, and cost what stands on them."""

from itertools import count

import pytest
from pelican.generators import ArticlesGenerator
from pelican.writers import FileOverwriteFailedError

from partwork.press.seam.lists import write_lists
from tests.growth import LARGER, grows_linearly

_KINDS = ("tag", "tags"), ("category", "categories"), ("author", "authors")
_NUMBERS = count()


class Content:
    """A content, told from others by which it is."""


class Named:
    """A tag, a category or an author; Pelican says nothing of the same name twice."""

    def __init__(self, name):
        self.slug = self.page_name = self.url = name
        self.save_as = f"{name}.html"
        self.label = f"No. {next(_NUMBERS)}"

    def __str__(self):
        return self.label


def generator(lists, dates):
    """Return a generator that has read posts: `lists` of them by name, and all as `dates` has them."""
    made = ArticlesGenerator.__new__(ArticlesGenerator)
    made.tags = {Named(one): posts for one, posts in lists.items()}
    made.categories = made.authors = [*made.tags.items()]
    made.articles, made.dates, made.context = dates[::-1], dates, {}
    made.get_template = lambda name: f"the template {name}"
    return made


def ours(made, what, several, write):
    """Write the pages of lists as the press does."""
    write_lists(made, what, several, write)


def pelicans(made, _what, several, write):
    """Write the pages of lists as Pelican does."""
    getattr(made, f"generate_{several}")(write)


def written(way, what, several, lists, dates):
    """Return the pages that were written, by what they are given."""
    pages = []

    def write(*given, **values):
        pages.append((given, values.pop(what).slug, values))

    way(generator(lists, dates), what, several, write)
    return pages


@pytest.mark.parametrize("kind", _KINDS)
def test_the_pages_are_pelicans(kind):
    """Posts by date, in whichever order a list has them, each once; what has no place there is left out."""
    posts = [Content() for _ in range(6)]
    lists = {"a": [posts[3], posts[0], posts[0]], "b": [], "c": [posts[5], posts[4], posts[1]]}
    dates = posts[:5]
    assert written(ours, *kind, lists, dates) == written(pelicans, *kind, lists, dates) != []
    twice = [*dates, posts[0]]
    assert written(ours, *kind, lists, twice) == written(pelicans, *kind, lists, twice)


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("slug", ["", "a"])
def test_a_page_that_cannot_be_written(kind, slug, caplog):
    """What has no slug is left out, and said to be, in Pelican's words; another stops the build."""
    caplog.set_level("INFO", "pelican.generators")

    def write(*_given, **_values):
        raise FileOverwriteFailedError

    said = []
    for way in (ours, pelicans):
        caplog.clear()
        made = generator({slug: []}, [])
        if slug:
            with pytest.raises(FileOverwriteFailedError):
                way(made, *kind, write)
        else:
            way(made, *kind, write)
        (name,) = map(str, made.tags)
        (record,) = caplog.records
        message = record.getMessage().replace(name, "its name")
        said.append((record.levelname, message, getattr(record, "limit_msg", "")))
    assert said[0] == said[1]


def test_what_a_list_costs_follows_from_its_posts():
    """With ten times the posts, and ten times the tags of ten posts each, it is ten times the work."""

    def site(posts):
        contents = [Content() for _ in range(posts)]
        lists = {str(start): contents[start : start + 10] for start in range(0, posts, 10)}
        return generator(lists, contents)

    def write(site):
        write_lists(site, "tag", "tags", lambda *_given, **_values: None)

    assert grows_linearly(write, small=site(2_000), large=site(2_000 * LARGER))
