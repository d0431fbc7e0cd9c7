"""Pelican's scans of lists for every member of another, made quick: the cost of a post stays what it is."""

from typing import Any

from partwork.press.seam.build import current


class Members(list[Any]):
    """A list that knows its members: ``in`` takes the same time however many there are.

    Contents are compared by identity, as Pelican's lists compare them.
    """

    __slots__ = ("_known",)

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self._known: frozenset[int] = frozenset()

    def __contains__(self, item: object) -> bool:
        if len(self._known) != len(self):
            self._known = frozenset(map(id, self))
        return id(item) in self._known


def quicken(generator: Any) -> None:
    """Give Pelican lists of the members of tags, categories and authors that it can look into quickly."""
    if current(generator.settings) is None:
        return
    for tag, articles in generator.tags.items():
        generator.tags[tag] = Members(articles)
    generator.categories[:] = [(one, Members(articles)) for one, articles in generator.categories]
    generator.authors[:] = [(one, Members(articles)) for one, articles in generator.authors]
    generator._update_context(("tags", "categories", "authors"))  # noqa: SLF001 - held by a contract test
