"""Reads a built site as a crawler would."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
from bs4 import BeautifulSoup

_SUBRESOURCES = (("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"))


def pages(output: Path) -> Iterator[tuple[str, str]]:
    """Yield every page by name, with its text."""
    for path in sorted(output.rglob("*.html")):
        yield path.relative_to(output).as_posix(), path.read_text(encoding="utf-8")


def invalid_pages(output: Path) -> list[str]:
    """Return what a strict HTML5 parser and unique ids find wrong, a line a page."""
    wrong = []
    for name, text in pages(output):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        try:
            parser.parse(text)
        except html5lib.html5parser.ParseError as error:
            wrong.append(f"{name}: {error} {parser.errors}")
        ids = Counter(node["id"] for node in BeautifulSoup(text, "html5lib").select("[id]"))
        wrong += [f"{name}: {count} elements have the id {one}" for one, count in ids.items() if count > 1]
    return wrong


def broken_links(output: Path, address: str) -> list[str]:
    """Return the links inside the site that lead to no file, or to no element of one."""
    parsed = {name: BeautifulSoup(text, "html5lib") for name, text in pages(output)}
    ids = {name: {node["id"] for node in page.select("[id]")} for name, page in parsed.items()}
    broken = []
    for name, page in parsed.items():
        base = f"{address}/{name}"
        for node in page.select("[href], [src]"):
            link = node.get("href") or node.get("src")
            target = urlsplit(urljoin(base, link))
            if f"{target.scheme}://{target.netloc}" != address:
                continue
            path = unquote(target.path).lstrip("/") or "index.html"
            path = f"{path}index.html" if path.endswith("/") else path
            if not (output / path).is_file() or (
                target.fragment and unquote(target.fragment) not in ids.get(path, set())
            ):
                broken.append(f"{name}: {link}")
    return broken


def foreign_subresources(output: Path, address: str) -> list[str]:
    """Return what pages would fetch from another host without being asked."""
    foreign = []
    for name, text in pages(output):
        page = BeautifulSoup(text, "html5lib")
        fetched = [
            node[attribute] for tag, attribute in _SUBRESOURCES for node in page.select(f"{tag}[{attribute}]")
        ]
        fetched += [
            node["href"] for node in page.select("link[rel=stylesheet], link[rel=icon], link[rel=preload]")
        ]
        for link in fetched:
            target = urljoin(f"{address}/{name}", link)
            if not target.startswith(f"{address}/"):
                foreign.append(f"{name}: {link}")
    return foreign
