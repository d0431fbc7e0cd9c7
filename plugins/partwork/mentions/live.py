"""Whether what a mention says can be seen on the site: receivers look, too, and at once."""

from partwork.address import encoded, joined, key
from partwork.mentions.http import Answer, FetchError, Web
from partwork.mentions.page import Page
from partwork.mentions.plan import Action, Item
from partwork.mentions.verify import says_gone


class Live:
    """A page of the site as it is served now, asked for once."""

    def __init__(self, web: Web, url: str) -> None:
        self._url = url
        self._why = ""
        try:
            answer = web.get(url)
        except FetchError as error:
            self._why = error.why
            answer = Answer(url, 0)
        page = Page(answer)
        self._status = answer.status
        self._moved = answer.url != encoded(url)
        self._gone = answer.status == 410 or says_gone(page)
        self._links = {
            page.address(element.attributes["href"])
            for element in page.elements
            if element.name in ("a", "area") and "href" in element.attributes
        }
        self._keys = {key(link) for link in self._links if link}

    def why_not(self, item: Item) -> str:
        """Return why the news of `item` cannot be told yet, or an empty string where it can."""
        if not self._status:
            return f"the page cannot be had: {self._why}"
        match item.action:
            case Action.SEND:
                return self._why_not_sent(item.target)
            case Action.DELETE:
                gone = "the address does not say yet that the page is gone"
                return "" if self._gone else f"{gone}: it answers {self._status}"
            case Action.MOVE if self._moved:
                return ""
            case _:
                return "" if self._gone else self._why_not_taken_back(item.target)

    def _why_not_sent(self, target: str) -> str:
        if self._gone:
            return "the page that is there says that it is gone"
        if self._status != 200:
            return f"the page is not there yet: it answers {self._status}"
        there = joined(self._url, target) in self._links
        return "" if there else "the page that is there does not have the link yet"

    def _why_not_taken_back(self, target: str) -> str:
        if self._status != 200:
            return f"the page is not there: it answers {self._status}"
        return "the page that is there has the link still" if key(target) in self._keys else ""
