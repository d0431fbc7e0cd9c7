"""The tree of responses, whatever they claim to answer."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.model import Node
from partwork.responses.thread import thread
from tests.builders import PROPERTY, make_response
from tests.growth import LARGER, grows_linearly


def responses_of(*pairs):
    """Make responses from (id, reply_to)."""
    return [make_response(id_, reply_to) for id_, reply_to in pairs]


def shape(found):
    """Return (id, depth) of each node."""
    return [(node.response.id, node.depth) for node in found.nodes]


@st.composite
def _threads(draw):
    """Draw responses that answer anything: earlier, later, themselves, in circles, what is not there."""
    ids = draw(st.lists(st.integers(1, 30), unique=True, max_size=25))
    targets = st.one_of(st.none(), st.integers(1, 40))
    return [
        make_response(id_, draw(targets), minutes=draw(st.integers(0, 5)), name=f"Reader {id_}")
        for id_ in ids
    ]


def test_answers_stand_below_what_they_answer_in_time():
    """Top responses stand by time, and answers by time below each."""
    found = thread(responses_of((5, 1), (1, None), (4, 2), (2, None), (3, 1)), 5)
    assert shape(found) == [(1, 1), (3, 2), (5, 2), (2, 1), (4, 2)]
    assert [node.parent for node in found.nodes] == [None, 1, 1, None, 2]
    assert found.repairs == ()


def test_time_goes_before_id_and_id_decides_between_equals():
    """The order is of time; of two responses of one moment the lower id comes first."""
    found = thread([make_response(1, minutes=9), make_response(3, minutes=2), make_response(2, minutes=2)], 5)
    assert shape(found) == [(2, 1), (3, 1), (1, 1)]


def test_no_responses_make_an_empty_thread():
    """A post that nobody answered has a thread of nothing."""
    assert thread([], 5).nodes == ()


@pytest.mark.parametrize(
    ("depth", "depths"),
    [
        (1, [1, 1, 1, 1, 1, 1, 1, 1, 1]),
        (2, [1, 2, 2, 2, 2, 2, 2, 1, 2]),
        (3, [1, 2, 3, 3, 3, 3, 3, 1, 2]),
        (4, [1, 2, 3, 4, 4, 3, 4, 1, 2]),
        (5, [1, 2, 3, 4, 5, 3, 4, 1, 2]),
        (10, [1, 2, 3, 4, 5, 3, 4, 1, 2]),
    ],
)
def test_cr_01_too_deep_answers_are_shown_level(depth, depths):
    """WordPress's example: what is too deep stands level with the deepest, in order, and none is dropped."""
    names = ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "1.1.2", "1.1.2.1", "2", "2.2"]
    ids = {name: id_ for id_, name in enumerate(names, 1)}
    responses = [make_response(ids[name], ids.get(name.rpartition(".")[0]), name=name) for name in names]
    found = thread(responses, depth)
    assert [node.response.name for node in found.nodes] == names
    assert [node.depth for node in found.nodes] == depths


@pytest.mark.parametrize(
    ("pairs", "shown", "repairs"),
    [
        ([(1, 9)], [(1, 1)], ("1 answers 9, which is not there; shown at the top",)),
        ([(1, 1)], [(1, 1)], ("1 answers 1 in a circle; shown at the top",)),
        ([(1, 2), (2, 1)], [(1, 1), (2, 2)], ("1 answers 2 in a circle; shown at the top",)),
        (
            [(1, 3), (2, 1), (3, 2), (4, 3)],
            [(1, 1), (2, 2), (3, 3), (4, 4)],
            ("1 answers 3 in a circle; shown at the top",),
        ),
        ([(1, 3), (2, 3), (3, 2)], [(2, 1), (3, 2), (1, 3)], ("2 answers 3 in a circle; shown at the top",)),
        (
            [(1, 2), (2, 1), (3, 4), (4, 3)],
            [(1, 1), (2, 2), (3, 1), (4, 2)],
            ("1 answers 2 in a circle; shown at the top", "3 answers 4 in a circle; shown at the top"),
        ),
        ([(1, 2), (2, None)], [(2, 1), (1, 2)], ()),
    ],
)
def test_orphans_and_circles_are_repaired_and_told(pairs, shown, repairs):
    """Orphans and the earliest response of a circle stand at the top; each repair is told."""
    found = thread(responses_of(*pairs), 5)
    assert shape(found) == shown
    assert found.repairs == repairs


@pytest.mark.parametrize(
    ("withdrawn", "shown", "said"),
    [
        ({2}, [(1, 1), (2, 2), (3, 3), (4, 1)], [1, 3, 4]),
        ({3}, [(1, 1), (2, 2), (4, 1)], [1, 2, 4]),
        ({2, 3}, [(1, 1), (4, 1)], [1, 4]),
        ({1, 2}, [(1, 1), (2, 2), (3, 3), (4, 1)], [3, 4]),
        ({1, 2, 3, 4}, [], []),
    ],
)
def test_withdrawn_responses_are_there_for_their_answers(withdrawn, shown, said):
    """A response that was withdrawn holds the place of what answers it, and is left out otherwise."""
    pairs = [(1, None), (2, 1), (3, 2), (4, None)]
    found = thread([make_response(*pair, withdrawn=pair[0] in withdrawn) for pair in pairs], 5)
    assert shape(found) == shown
    assert [response.id for response in found.said] == said
    assert found.repairs == ()


@given(_threads(), st.integers(1, 10))
@settings(PROPERTY)
def test_every_response_is_there_once(responses, depth):
    """No response is lost or told twice, whatever it answers."""
    ids = [node.response.id for node in thread(responses, depth).nodes]
    assert sorted(ids) == sorted(response.id for response in responses)


@given(_threads(), st.integers(1, 10), st.randoms(use_true_random=False))
@settings(PROPERTY)
def test_order_of_the_file_makes_no_difference(responses, depth, random):
    """The same responses make the same thread and the same repairs, in whatever order they come."""
    found = thread(responses, depth)
    random.shuffle(responses)
    assert thread(responses, depth) == found


@given(_threads(), st.integers(1, 10))
@settings(PROPERTY)
def test_no_node_is_deeper_than_asked(responses, depth):
    """The first node is at the top, no step goes down more than one level, and none below the deepest."""
    depths = [node.depth for node in thread(responses, depth).nodes]
    assert depths[:1] in ([], [1])
    assert all(1 <= one <= depth for one in depths)
    assert all(after <= before + 1 for before, after in pairwise(depths))


@given(_threads())
@settings(PROPERTY)
def test_parents_make_a_forest_as_near_to_the_claims_as_can_be(responses):
    """Going up ends; whoever does not answer what it claims is an orphan, or the earliest of a circle."""
    found = thread(responses, 5)
    parents = {node.response.id: node.parent for node in found.nodes}
    claims = {response.id: response.reply_to for response in responses}
    when = {response.id: (response.published, response.id) for response in responses}
    for start in parents:
        seen = []
        current = start
        while current is not None:
            assert current not in seen
            seen.append(current)
            current = parents[current]
    changed = {id_ for id_ in parents if parents[id_] != claims[id_]}
    assert len(found.repairs) == len(changed)
    for id_ in changed:
        assert parents[id_] is None
        circle = [id_]
        current = claims[id_]
        while current in claims and current not in circle:
            circle.append(current)
            current = claims[current]
        assert claims[id_] not in claims or (current == id_ and min(circle, key=when.get) == id_)


@given(_threads())
@settings(PROPERTY)
def test_reading_order_is_parent_then_answers_by_time(responses):
    """Reading goes from a response to its answers by time, each with all that is below it."""
    found = thread(responses, 10)

    def below(parent):
        own = [node for node in found.nodes if node.parent == parent]
        own.sort(key=lambda node: (node.response.published, node.response.id))
        return [id_ for node in own for id_ in (node.response.id, *below(node.response.id))]

    assert [node.response.id for node in found.nodes] == below(None)


def _chain(length):
    return [make_response(id_, id_ - 1 if id_ > 1 else None) for id_ in range(1, length + 1)]


def _backward_chain(length):
    return [make_response(id_, id_ + 1 if id_ < length else None) for id_ in range(1, length + 1)]


def _circle(length):
    return [make_response(id_, id_ % length + 1) for id_ in range(1, length + 1)]


def _flat(length):
    return [make_response(id_) for id_ in range(1, length + 1)]


def _star(length):
    return [make_response(id_, 1 if id_ > 1 else None) for id_ in range(1, length + 1)]


@pytest.mark.parametrize("make", [_chain, _backward_chain, _circle, _flat, _star])
def test_cr_07_ten_thousand_responses_take_linear_time_and_no_recursion(make):
    """On one chain, in one circle, or side by side, the time grows with the number of responses alone."""
    large = make(1_250 * LARGER)
    assert len(thread(large, 5).nodes) == 10_000
    assert grows_linearly(lambda responses: thread(responses, 5), small=make(1_250), large=large)


def test_nodes_are_values():
    """Two threads of the same responses are equal."""
    assert thread([make_response()], 5).nodes == (Node(make_response(), 1, None),)
