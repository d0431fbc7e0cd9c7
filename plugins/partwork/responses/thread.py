"""The tree of responses, in time and memory proportional to their number, however deep it is."""

from collections import defaultdict
from collections.abc import Iterable

from partwork.model import Node, Response, Thread


def thread(responses: Iterable[Response], depth: int) -> Thread:
    """Return the responses as a tree of at most `depth` levels.

    1. Everything is ordered by time, then id, whatever order it came in.
    2. An answer to a response that is not there stands at the top; so does the earliest response of a
       circle of answers. Both are told in ``repairs``.
    3. Answers below the deepest level are shown level with it, in reading order, none is dropped
       (the "flattening" of WordPress's comment walker).
    4. A response that was withdrawn holds the place of the answers to it; without any it is left out.
    """
    ordered = sorted(responses, key=lambda response: (response.published, response.id))
    by_id = {response.id: response for response in ordered}
    repairs: list[str] = []
    parents = _parents(ordered, by_id, repairs)
    held = _held(ordered, parents)
    answers: dict[int | None, list[Response]] = defaultdict(list)
    for response in ordered:
        if response.id in held:
            answers[parents[response.id]].append(response)

    nodes: list[Node] = []
    stack = [(response, 1) for response in reversed(answers[None])]
    while stack:
        response, level = stack.pop()
        nodes.append(Node(response, min(level, depth), parents[response.id]))
        stack.extend((answer, level + 1) for answer in reversed(answers[response.id]))
    said = (node.response for node in nodes if not node.response.withdrawn)
    return Thread(tuple(nodes), tuple(said), tuple(repairs))


def _held(ordered: list[Response], parents: dict[int, int | None]) -> set[int]:
    """Return the ids of what says something, and of all above it."""
    held: set[int] = set()
    for response in ordered:
        current = None if response.withdrawn else response.id
        while current is not None and current not in held:
            held.add(current)
            current = parents[current]
    return held


def _parents(
    ordered: list[Response], by_id: dict[int, Response], repairs: list[str]
) -> dict[int, int | None]:
    """Return what each response answers, without orphans and circles."""
    parents: dict[int, int | None] = {}
    for response in ordered:
        parent = response.reply_to
        if parent is not None and parent not in by_id:
            repairs.append(f"{response.id} answers {parent}, which is not there; shown at the top")
            parent = None
        parents[response.id] = parent
    settled: set[int] = set()
    for response in ordered:
        path: list[int] = []
        on_path: set[int] = set()
        current: int | None = response.id
        while current is not None and current not in settled and current not in on_path:
            path.append(current)
            on_path.add(current)
            current = parents[current]
        if current is not None and current in on_path:
            circle = path[path.index(current) :]
            first = min(circle, key=lambda id_: (by_id[id_].published, id_))
            repairs.append(f"{first} answers {parents[first]} in a circle; shown at the top")
            parents[first] = None
        settled.update(path)
    return parents
