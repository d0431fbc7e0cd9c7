"""Addresses that were: posts that have moved, and posts that are no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partwork.address import key
from partwork.mentions.ledger import Ledger
from partwork.mentions.source import Source
from partwork.mentions.target import within


@dataclass(frozen=True, slots=True)
class Past:
    """The addresses the ledger knows and no page has now: with their new address, or gone. Sorted."""

    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()


def past(sources: Iterable[Source], ledger: Ledger, site: str) -> Past:
    """Return what became of the pages that the ledger knows below the address of the site.

    A page has moved where the ledger says so, where its file has another address now, or where exactly one
    page that the ledger does not know says the same.
    """
    today = {key(source.url): source for source in sources if source.live}
    pages = [
        page for address, page in ledger.pages.items() if address not in today and within(page.url, site)
    ]
    if not pages:
        return Past()
    files = {source.path: source.url for source in today.values()}
    same_words = _new_by_hash(today, ledger)
    moved, gone = [], []
    for page in sorted(pages, key=lambda page: page.url):
        address, seen = key(page.url), set()
        while address not in today and address not in seen:
            seen.add(address)
            if known := ledger.pages.get(address):
                url = known.moved or files.get(known.path) or same_words.get(known.hash) or ""
                address = key(url)
        if address in today:
            moved.append((page.url, today[address].url))
        else:
            gone.append(page.url)
    return Past(tuple(moved), tuple(gone))


def _new_by_hash(today: Mapping[str, Source], ledger: Ledger) -> dict[str, str]:
    """Return the pages that the ledger does not know by what they say, where no two say the same."""
    found: dict[str, str] = {}
    for address, source in today.items():
        if address not in ledger.pages:
            found[source.hash] = "" if source.hash in found else source.url
    return found
