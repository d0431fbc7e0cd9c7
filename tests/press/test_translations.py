"""The quick search for translations answers as Pelican's own."""

import copy
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.utils import process_translations

from partwork.press.seam.translations import quick_translations
from tests.builders import PROPERTY
from tests.growth import LARGER, grows_linearly


def content(number, slug, lang="en", translation=None):
    """Make what Pelican looks at of a post."""
    metadata = {} if translation is None else {"translation": translation}
    return SimpleNamespace(
        name=number,
        slug=slug,
        lang=lang,
        in_default_lang=lang == "en",
        metadata=metadata,
        source_path=f"{number}.md",
    )


_CONTENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["en", "de"]), st.sampled_from([None, "true", "false", "x"])
    )
)


def told(answer):
    """Return an answer by the names of posts, those each is a translation of among them."""
    return [[(one.name, [other.name for other in one.translations]) for one in part] for part in answer]


@given(_CONTENTS, st.sampled_from(["slug", ("slug",), {"slug", "lang"}, None, ""]))
@settings(PROPERTY)
def test_the_answer_is_pelicans(facts, translation_id):
    """Whatever shares a slug, in whatever languages: the same originals and translations, in their order."""
    mine = [content(number, *one) for number, one in enumerate(facts)]
    for one in mine:
        one.translations = []
    theirs = copy.deepcopy(mine)
    assert told(quick_translations(mine, translation_id)) == told(
        process_translations(theirs, translation_id)
    )
    assert [one.name for one in mine] == [one.name for one in theirs]


def test_a_post_without_the_attribute_is_told_as_pelican_tells_it():
    """A setting that names what posts do not have is the same error."""
    with pytest.raises(AttributeError, match="translation_id"):
        quick_translations([content(1, "a")], "nowhere")


def test_the_time_grows_with_the_number_of_posts():
    """Ten times the posts take ten times the time, and not a hundred times."""
    small, large = ([content(n, f"slug-{n}") for n in range(count)] for count in (1_000, 1_000 * LARGER))
    assert grows_linearly(lambda posts: quick_translations(posts, "slug"), small=small, large=large)
