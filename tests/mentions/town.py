"""A site of ours and its neighbours, all on one server of this machine: ours by name, theirs by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from partwork.mentions.http import Web
from partwork.mentions.ledger import Mention
from partwork.mentions.plan import Plan, plan
from partwork.mentions.record import opened, read
from partwork.mentions.send import Told, send
from partwork.mentions.source import Source
from tests.mentions.builders import NOW
from tests.stranger import Asked, Stranger

MENTIONED = '<link rel="webmention" href="/webmention">'
PINGED = '<link rel="pingback" href="{}">'


def by_number(stranger: Stranger) -> str:
    """Return the address of the server without a name."""
    return stranger.url.replace("localhost", "127.0.0.1")


@dataclass
class Town:
    """Publishes pages of ours, lets neighbours announce endpoints, and runs what sends."""

    stranger: Stranger
    web: Web
    ledger: Path
    now: datetime = NOW

    @property
    def ours(self) -> str:
        """The address of our site."""
        return self.stranger.url

    @property
    def theirs(self) -> str:
        """The address of the neighbours."""
        return by_number(self.stranger)

    def publish(self, slug: str, *targets: str, path: str = "", live: bool = True, words: str = "") -> Source:
        """Publish a page of ours that links to `targets`, and return it as a build reads it."""
        links = "".join(f'<p><a href="{target}">there</a></p>' for target in targets)
        if live:
            self.stranger.say(f"/{slug}.html", f"<title>t</title><main><p>{words}</p>{links}</main>")
        return Source(f"{self.ours}/{slug}.html", path or f"{slug}.md", slug, f"<p>{words}</p>{links}")

    def neighbour(
        self, slug: str = "post", head: str = MENTIONED, status: int = 202, **answer: object
    ) -> str:
        """Put up a page of theirs, whose endpoint answers with `status`; return its address."""
        self.stranger.say(f"/{slug}", head)
        self.answer(status, **answer)
        return f"{self.theirs}/{slug}"

    def answer(self, status: int = 202, *headers: tuple[str, str], body: str = "") -> None:
        """Have the neighbours' webmention endpoint answer so."""
        self.stranger.say("POST /webmention", body, status, *headers, type="text/plain")

    def plan(self, *sources: Source) -> Plan:
        """Return what there is to do."""
        return plan(sources, read(self.ledger), self.ours, self.now)

    def send(self, *sources: Source) -> list[str]:
        """Run once, and return what became of it: the state of each mention, or why it was left."""
        told: list[Told] = []
        with opened(self.ledger) as record:
            made = plan(sources, record.ledger, self.ours, self.now)
            record.keep(*made.pages)
            send(made.told, record, self.web, told.append, clock=lambda: self.now, sleep=self.sleep)
        told.sort(key=lambda one: made.told.index(one.item))
        return [one.mention.state.value if one.mention else one.why for one in told]

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    @property
    def posted(self) -> list[tuple[str, str]]:
        """The mentions that endpoints were told: path of the source, and target."""
        forms = [
            parse_qs(asked.body.decode()) for asked in self.posts if asked.path.startswith("/webmention")
        ]
        return [(urlsplit(form["source"][0]).path, form["target"][0]) for form in forms]

    @property
    def posts(self) -> Sequence[Asked]:
        """Every POST there was."""
        return [asked for asked in self.stranger.asked if asked.method == "POST"]

    def mention(self) -> Mention:
        """Return the one mention in the ledger."""
        (mention,) = read(self.ledger).mentions.values()
        return mention
