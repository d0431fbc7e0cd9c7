"""``PRESS = {...}``: what fits is taken, and of what does not the author is told all at once."""

from pathlib import Path

import pytest

from partwork.errors import ContentError
from partwork.press.settings import Settings, read
from tests.press.command import SETTINGS, build

HERE = Path("/site")


@pytest.mark.parametrize(
    ("raw", "settings"),
    [
        ({}, Settings(HERE / ".press", "processes", 0)),
        ({"workers": 3}, Settings(HERE / ".press", "processes", 3)),
        ({"store": "../shared"}, Settings(HERE / "../shared", "processes", 0)),
        ({"store": "/shared"}, Settings(Path("/shared"), "processes", 0)),
        ({"executor": "serial"}, Settings(HERE / ".press", "serial", 0)),
        ({"executor": "dask:tcp://farm:8786"}, Settings(HERE / ".press", "dask:tcp://farm:8786", 0)),
        ({"executor": "dask:tls://farm:8786"}, Settings(HERE / ".press", "dask:tls://farm:8786", 0)),
    ],
)
def test_what_fits_is_taken(raw, settings):
    """Everything has a default; a store is found from the folder of the site."""
    assert read(raw, HERE) == settings


def test_the_command_line_names_another_executor():
    """``--executor`` takes the place of the setting, a wrong one included."""
    assert read({"executor": "serial"}, HERE, "processes").executor == "processes"
    assert read({}, HERE, "serial").executor == "serial"


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("store", "", "the path of a folder"),
        ("store", 3, "the path of a folder"),
        ("store", None, "the path of a folder"),
        ("store", Path("x"), "the path of a folder"),
        ("store", "a\0b", "the path of a folder"),
        ("executor", "", '"processes"'),
        ("executor", "threads", '"processes"'),
        ("executor", "Serial", '"serial"'),
        ("executor", "serial\n", '"serial"'),
        ("executor", "dask", '"dask:tcp://host:port"'),
        ("executor", "dask:", '"dask:tcp://host:port"'),
        ("executor", "dask:farm:8786", '"dask:tcp://host:port"'),
        ("executor", "tcp://farm:8786", '"dask:tcp://host:port"'),
        ("executor", None, '"processes"'),
        ("workers", -1, "a whole number"),
        ("workers", 1025, "a whole number"),
        ("workers", 1.5, "a whole number"),
        ("workers", "2", "a whole number"),
        ("workers", True, "a whole number"),
        ("workers", None, "a whole number"),
        ("stores", "x", 'the nearest is "store"'),
        ("zzz", 1, "docs/press.md"),
        (3, 1, "docs/press.md"),
    ],
)
def test_what_does_not_fit_is_told(name, value, mend):
    """The error names the setting, the value as it stands, and what to write."""
    with pytest.raises(ContentError) as raised:
        read({name: value}, HERE)
    (problem,) = raised.value.problems
    assert str(problem.where) == f'PRESS["{name}"]'
    assert problem.value == repr(value)
    assert mend in problem.mend


@pytest.mark.parametrize("raw", [None, 5, "serial", ["serial"], {"serial"}])
def test_what_is_no_dictionary_is_told(raw):
    """Anything but a dictionary is no list of settings."""
    with pytest.raises(ContentError, match="PRESS is not a dictionary"):
        read(raw, HERE, "serial")


def test_all_faults_are_told_at_once():
    """A wrong command line is told with the wrong settings, each at its place."""
    with pytest.raises(ContentError) as raised:
        read({"workers": -1, "stor": "x"}, HERE, "cloud")
    assert [str(one.where) for one in raised.value.problems] == [
        "--executor",
        'PRESS["stor"]',
        'PRESS["workers"]',
    ]


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        (
            'PRESS = {\n    "store": ".press",\n    "workers": -1,\n}',
            'pelicanconf.py:9 at PRESS["workers"]: ',
        ),
        ("PRESS = {'worker': 1}", 'pelicanconf.py:7 at PRESS["worker"]: '),
        ("PRESS = 3", "pelicanconf.py:7 at PRESS: "),
    ],
)
def test_an_author_is_told_the_line(tmp_path, setting, place):
    """What is wrong in a settings file has its line, what is wrong on the command line the option."""
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text(f"{SETTINGS}{setting}\n", encoding="utf-8")
    said, status = build(tmp_path, "--executor", "cloud")
    assert status == 1
    assert place in said
    assert ("--executor: The value does not fit." in said) == (setting != "PRESS = 3")
