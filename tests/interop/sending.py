"""We link to WordPress's pages, find its endpoint and ping; WordPress keeps it as a comment."""

from dataclasses import replace
from datetime import UTC, datetime

from partwork.mentions.discover import discover, endpoints
from partwork.mentions.http import Headers
from partwork.mentions.outcome import Outcome, Result
from partwork.mentions.pingback import ping
from tests.interop.blog import Post
from tests.interop.neighbours import Neighbours


def sending(both: Neighbours) -> Post:
    """Ping, and wait where told to slow down; be wrong in four ways. Return a post that has a comment."""
    blog, site, report = both.blog, both.site, both.report
    report.chapter("2. partwork links to WordPress")
    table = blog.publish("On reading tide tables", "<p>Low water is when the ink is dry.</p>")
    bell = blog.publish("A bell", "<p>It rings in fog.</p>")
    door = blog.publish("A locked door", "<p>It opens outwards.</p>", pings=False)
    answer = site.web.get(table.url)
    report.equal("its endpoint is found in the header", endpoints(answer).pingback, _endpoint(both))
    bare = endpoints(replace(answer, headers=Headers()))
    report.equal("and in the page, where a proxy took the header away", bare.pingback, _endpoint(both))
    report.equal("a page with closed pings has none", discover(site.web, door.url).pingback, None)

    # An address with an ampersand is written &amp; in our page, and WordPress looks for it like that.
    ampersand = f"{blog.place.url}/?p={bell.id}&from=letter"
    letter = site.write(
        "letter",
        "A Letter & an Answer",
        f"In my coat I carry [a table of tides]({table.url}), whatever wind & weather have to say.\n\n"
        f"I have heard of [a bell]({ampersand}), and stood before [a door]({door.url}).",
    )
    site.build()
    said = site.partwork("mentions", "plan")
    report.seen("all three are planned", "3 mentions to send" in said, said)
    said = site.send()
    both_sent = "2 sent" in said and f" {ampersand} from {letter}" in said
    report.seen("one run sends both, though WordPress takes one ping in 15 seconds", both_sent, said)
    _wrong(both, table, door, letter)
    report.equal("and the next one nothing", site.send(), "Nothing to send.")
    for post, words in ((table, "a table of tides"), (bell, "a bell")):
        (comment,) = blog.comments(post)
        kept = comment["comment_type"], comment["comment_author_url"], comment["comment_approved"]
        report.equal("WordPress has a comment for its author to approve", kept, ("pingback", letter, "0"))
        excerpt, author = comment["comment_content"], comment["comment_author"]
        report.seen("with an excerpt around the link", words in excerpt, excerpt)
        report.seen("and our title", author.startswith("A Letter &amp; an Answer"), author)
    report.equal("there is none where pings are closed", blog.comments(door), [])
    fetched = [line for line in site.place.asked("/letter.html") if "verifying pingback" in line]
    report.seen(
        "WordPress fetched our page once a ping, and once for the one it put off",
        len(fetched) == 3,
        "\n".join(fetched),
    )
    return table


def _wrong(both: Neighbours, table: Post, door: Post, letter: str) -> None:
    """Ping as somebody does who is wrong."""
    site, report = both.site, both.report
    again = _ping(both, letter, table.url)
    report.equal("a second ping is fault 48, which is done", (again.result, again.fault), (Result.SENT, 48))
    for claim, source, target in (
        ("a ping from a page without a link", f"{site.place.url}/tides.html", table.url),
        ("a ping from a page that is not there", f"{site.place.url}/nothing.html", table.url),
        ("a ping to a page with closed pings", letter, door.url),
        ("a ping to a page that is not there", letter, f"{both.blog.place.url}/2026/11/nothing/"),
    ):
        answered = _ping(both, source, target)
        report.equal(f"{claim} is fault 0 without a word", (answered.fault, answered.words), (0, ""))
    fetched = [line for line in site.place.asked("/tides.html") if "verifying pingback" in line]
    report.seen("though WordPress has looked for the link", len(fetched) == 1, "\n".join(fetched))


def _ping(both: Neighbours, source: str, target: str) -> Outcome:
    return ping(both.site.web, _endpoint(both), source, target, datetime.now(UTC))


def _endpoint(both: Neighbours) -> str:
    return f"{both.blog.place.url}/xmlrpc.php"
