"""``PARTWORK = {...}`` read into a frozen value."""

import msgspec
import pytest

from partwork import settings
from partwork.errors import Place
from partwork.model import Numbering
from partwork.settings import Settings
from partwork.share import SERVICES

_SERVICES = tuple(SERVICES)
_DEFAULTS = {
    "publishing": False,
    "manifests": "series",
    "numbering": Numbering.ROMAN,
    "series_url": "series/{slug}.html",
    "series_save_as": "series/{slug}.html",
    "series_lang_url": "series/{slug}-{lang}.html",
    "series_lang_save_as": "series/{slug}-{lang}.html",
    "series_index_url": "series/index.html",
    "series_index_save_as": "series/index.html",
    "series_feed": "feeds/series/{slug}.{kind}",
    "comment_feed": "feeds/comments/{slug}.atom.xml",
    "site_comment_feed": "feeds/comments.atom.xml",
    "comments": "open",
    "pings": "open",
    "close_after_days": 0,
    "thread_depth": 5,
    "reply_address": "",
    "webmention_endpoint": "",
    "share": _SERVICES,
    "words_per_minute": 230,
    "image": "",
    "not_found": "404.html",
    "sitemap": "sitemap.xml",
    "robots": "robots.txt",
    "pingback_endpoint": "",
    "comment_endpoint": "",
    "inbox_map": "inbox.json",
    "ledger": "mentions.jsonl",
    "hosts": (),
    "gone": "410.html",
}


def read(**raw):
    """Read settings as a site writes them."""
    return settings.read(raw, _SERVICES)


def test_defaults_cover_every_setting():
    """The table of defaults in these tests names each setting there is."""
    assert set(_DEFAULTS) == {field.name for field in msgspec.structs.fields(Settings)}


@pytest.mark.parametrize(("name", "default"), _DEFAULTS.items())
def test_setting_has_its_default(name, default):
    """A site that sets nothing gets the default."""
    found, problems = read()
    assert getattr(found, name) == default
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("publishing", True),
        ("numbering", "arabic"),
        ("numbering", Numbering.NONE),
        ("comments", "closed"),
        ("close_after_days", 14),
        ("thread_depth", 1),
        ("thread_depth", 10),
        ("reply_address", "author@essays.example"),
        ("webmention_endpoint", "https://essays.example/webmention"),
        ("share", ("x", "email")),
        ("series_feed", ""),
        ("comment_feed", ""),
    ],
)
def test_setting_is_taken(name, value):
    """A right value is taken as it is."""
    found, problems = read(**{name: value})
    assert getattr(found, name) == value
    assert problems == ()


def test_share_may_be_a_list_in_the_order_of_the_row():
    """The share row keeps the order it is given in."""
    assert read(share=["x", "email", "bluesky"])[0].share == ("x", "email", "bluesky")
    assert read(share=[])[0].share == ()


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("publishing", 1, "Expected `bool`, got `int`."),
        ("close_after_days", "14", "Expected `int`, got `str`."),
        ("close_after_days", True, "Expected `int`, got `bool`."),
        ("close_after_days", -1, "Expected `int` >= 0."),
        ("close_after_days", 10**9, "Expected `int` <= 36500."),
        ("thread_depth", 0, "Expected `int` >= 1."),
        ("thread_depth", 11, "Expected `int` <= 10."),
        ("words_per_minute", 0, "Expected `int` >= 50."),
        ("numbering", "latin", "Invalid enum value 'latin'."),
        ("comments", "maybe", "Invalid enum value 'maybe'."),
        ("pings", None, "Expected `str`, got `null`."),
        ("manifests", "", "Expected `str` of length >= 1."),
        ("share", "email", "Expected `array`, got `str`."),
        ("share", [1], "Expected `str`, got `int` - at `$[0]`."),
        ("reply_address", "nobody", "The value does not fit."),
        ("webmention_endpoint", "/webmention", "The value does not fit."),
    ],
)
def test_wrong_value_is_named_and_the_default_taken(name, value, what):
    """A value of the wrong kind is told with the setting it was given to, and the default stands in."""
    found, (problem,) = read(**{name: value})
    assert problem.what == what
    assert problem.where == Place(f'PARTWORK["{name}"]')
    assert problem.value == repr(value)
    assert "docs/settings.md" in problem.mend
    assert getattr(found, name) == _DEFAULTS[name]


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("not_found", "../404.html", "The path leads out of the folder."),
        ("sitemap", "/srv/sitemap.xml", "The path leads out of the folder."),
        ("robots", "a/", "The path names a folder, and no file."),
        ("series_save_as", "series/{slug}/../../../x", "The path leads out of the folder."),
        ("series_feed", "{slug}\0{kind}", "The path has a sign that no file name should have."),
        ("comment_feed", "{slug}" * 256, "A name in the path is longer than file systems take."),
        ("manifests", "/srv/series", "The path leads out of the folder."),
        ("manifests", "..", "The path leads out of the folder."),
        ("manifests", "./", "The path names a folder, and no file."),
        (
            "series_url",
            'series/"{slug}"',
            "The address has a space, a quote or another sign that no address may have.",
        ),
        (
            "image",
            "a picture.png",
            "The address has a space, a quote or another sign that no address may have.",
        ),
    ],
)
def test_path_or_address_that_will_not_do_is_told(name, value, what):
    """What would be written outside the folder, or break a link, is told; the default stands in."""
    found, (problem,) = read(**{name: value})
    assert (problem.what, problem.where) == (what, Place(f'PARTWORK["{name}"]'))
    assert problem.value == repr(value)
    assert getattr(found, name) == _DEFAULTS[name]


@pytest.mark.parametrize("written", ["parts", "parts/", "./parts", "parts/."])
def test_folder_of_manifests_is_one_however_it_is_written(written):
    """A slash at the end makes no other folder."""
    assert read(manifests=written)[0].manifests == "parts"


def test_comment_feeds_may_tell_posts_apart_by_their_date():
    """Slugs that come again in another year have feeds of their own."""
    assert read(comment_feed="{date:%Y}/{slug}.xml")[1] == ()
    assert (
        read(comment_feed="{date.nothing}/{slug}.xml")[1][0].mend == "It may have {slug}, {lang} or {date}."
    )


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("thread_deth", 'Take it out; the nearest is "thread_depth".'),
        ("Comments", 'Take it out; the nearest is "comments".'),
        ("zyzzyva", "Take it out; docs/settings.md lists the settings."),
    ],
)
def test_unknown_setting_names_its_nearest_neighbour(name, mend):
    """A setting there is not is told with the nearest there is."""
    _, (problem,) = read(**{name: 5})
    assert problem.what == "There is no such setting."
    assert problem.where == Place(f'PARTWORK["{name}"]')
    assert problem.mend == mend


def test_key_that_is_no_word_is_unknown():
    """A key that is not a string is told as any unknown one."""
    _, (problem,) = settings.read({5: "x"}, _SERVICES)
    assert problem.what == "There is no such setting."


@pytest.mark.parametrize(
    ("service", "mend"),
    [
        ("emial", 'Correct it: the nearest is "email".'),
        (
            "myspace",
            "Write email, mastodon, bluesky, facebook, linkedin, reddit, whatsapp, x or hackernews.",
        ),
    ],
)
def test_unknown_share_service_names_the_known(service, mend):
    """A share service there is not is told with the nearest, or with all there are."""
    found, (problem,) = read(share=["x", service])
    assert problem.what == "There is no such share service."
    assert (problem.value, problem.mend) == (service, mend)
    assert found.share == _DEFAULTS["share"]


def test_two_hosts_that_read_the_same_files_are_told():
    """A site goes to Netlify or to Cloudflare; any other hosts may stand beside them."""
    found, (problem,) = read(hosts=["nginx", "netlify", "cloudflare"])
    assert problem.where == Place('PARTWORK["hosts"]')
    assert "files of the same names" in problem.what
    assert found.hosts == ()
    assert read(hosts=["nginx", "netlify", "apache", "caddy"])[1] == ()


def test_one_wrong_setting_leaves_the_others_alone():
    """What is right is taken though something else is wrong, and all that is wrong is told."""
    found, problems = read(share=["x"], thread_depth=7, pings="perhaps", colour="red")
    assert (found.share, found.thread_depth, found.pings) == (("x",), 7, "open")
    assert [problem.where.file for problem in problems] == ['PARTWORK["pings"]', 'PARTWORK["colour"]']


@pytest.mark.parametrize("raw", [None, [], "thread_depth", 5])
def test_partwork_must_be_a_dictionary(raw):
    """Anything but a dictionary is one problem and the defaults."""
    found, (problem,) = settings.read(raw, _SERVICES)
    assert found == Settings()
    assert problem.what == "PARTWORK is not a dictionary."


def test_every_setting_is_described():
    """Each setting has the sentence that its documentation is checked against."""
    for field in msgspec.structs.fields(Settings):
        info = msgspec.inspect.type_info(field.type)
        assert isinstance(info, msgspec.inspect.Metadata) or getattr(field.type, "__metadata__", None)
        (meta,) = (meta for meta in field.type.__metadata__ if isinstance(meta, msgspec.Meta))
        assert meta.description.endswith(".")


def test_settings_cannot_be_changed():
    """Settings are a frozen value: many builds may run in one process."""
    with pytest.raises(AttributeError):
        Settings().thread_depth = 3


@pytest.mark.parametrize("pattern", ["series/{slugg}.html", "{", "{0}", "{slug.nothing}"])
def test_a_pattern_that_cannot_be_filled_is_told(pattern):
    """An unknown placeholder is told with those there are, and the default is taken."""
    made, problems = settings.read({"series_url": pattern}, ("email",))
    assert [problem.mend for problem in problems] == ["It may have {slug} or {lang}."]
    assert made.series_url == "series/{slug}.html"


@pytest.mark.parametrize(
    ("name", "pattern", "mend"),
    [
        ("series_url", "series.html", "Put {slug} into it."),
        ("series_save_as", "", "Put {slug} into it."),
        ("series_lang_save_as", "{slug}.html", "Put {lang} into it."),
        ("series_feed", "feeds/{slug}.xml", "Put {kind} into it."),
        ("comment_feed", "comments.xml", "Put {slug} into it."),
    ],
)
def test_a_pattern_that_makes_one_file_of_several_is_told(name, pattern, mend):
    """What tells the files apart has to be in the pattern."""
    made, problems = read(**{name: pattern})
    assert [problem.mend for problem in problems] == [mend]
    assert getattr(made, name) == _DEFAULTS[name]
