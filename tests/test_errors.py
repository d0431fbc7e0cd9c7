"""What an author is told."""

import pytest

from partwork.errors import ContentError, PartworkError, Place, Problem, nearest, one_of


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.md"), "a.md"),
        (Place("a.md", 3), "a.md:3"),
        (Place("a.yaml", 3, "$.responses[0].id"), "a.yaml:3 at $.responses[0].id"),
        (Place("a.yaml", path="$"), "a.yaml at $"),
    ],
)
def test_place_is_file_line_and_path(place, text):
    """A place reads as an editor takes it: file, line, then the path inside."""
    assert str(place) == text


def test_problem_says_where_what_value_and_mend():
    """A problem is one line of where and what, one of the value, one of what to do."""
    problem = Problem("Unknown status.", Place("a.md", 2), "done", "Write complete.")
    assert str(problem) == "a.md:2: Unknown status.\n    value: done\n    mend:  Write complete."


def test_problem_leaves_out_what_it_has_not():
    """A problem without a value and a mend is one line."""
    assert str(Problem("No title.", Place("a.md"))) == "a.md: No title."


def test_what_cannot_be_seen_is_written_out():
    """A terminal obeys control characters and turns text around; a value may be anybody's."""
    problem = Problem("Unknown.", Place("a\n.md"), "\x1b[2J\u200bx\u202e\ud800", "Write \xa0.")
    assert str(problem) == (
        "a\\n.md: Unknown.\n    value: \\x1b[2J\\u200bx\\u202e\\ud800\n    mend:  Write \\xa0."
    )


def test_a_long_value_is_cut():
    """A value of any length takes a line or two."""
    assert str(Problem("Unknown.", Place("a"), "x" * 201)).endswith(f" {'x' * 200}…")
    assert str(Problem("Unknown.", Place("a"), "x" * 200)).endswith(f" {'x' * 200}")


def test_content_error_tells_all_problems_once_in_order_of_place():
    """All problems of a run are told together, each once, file by file and line by line."""
    late, early, other = (
        Problem("Wrong.", Place("b.md", 10)),
        Problem("Wrong.", Place("b.md", 9)),
        Problem("Wrong.", Place("a.md", 99)),
    )
    error = ContentError([late, early, late, other])
    assert error.problems == (other, early, late)
    assert str(error).splitlines() == ["a.md:99: Wrong.", "b.md:9: Wrong.", "b.md:10: Wrong."]


def test_problems_of_one_place_come_in_one_order():
    """Problems that differ in their value alone have an order too, whatever the hash seed says."""
    problems = [Problem("Wrong.", Place("a.md", 1), str(value)) for value in range(20)]
    values = [problem.value for problem in ContentError(reversed(problems)).problems]
    assert values == sorted(values)


def test_content_error_is_a_wrong_content_for_the_shell():
    """Wrong content ends a command with status 1."""
    assert issubclass(ContentError, PartworkError)
    assert ContentError([]).exitcode == 1


@pytest.mark.parametrize(
    ("word", "hint"),
    [("commentz", 'the nearest is "comments"'), ("pngs", 'the nearest is "pings"'), ("zebra", ""), ("", "")],
)
def test_nearest_names_a_near_word_or_nothing(word, hint):
    """The nearest word is named where one is near."""
    assert nearest(word, ["comments", "pings"]) == hint


@pytest.mark.parametrize(
    ("words", "text"),
    [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_one_of_reads_as_a_choice(words, text):
    """A choice is told as people tell it."""
    assert one_of(words) == text
