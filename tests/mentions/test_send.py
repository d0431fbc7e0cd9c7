"""Sending for real: pages, endpoints and the ledger, over sockets of this machine."""

import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta
from xmlrpc.client import Fault, dumps, loads

import pytest

from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard, origin
from partwork.mentions.ledger import State
from partwork.mentions.record import read
from tests.mentions.servers import Server, reply
from tests.mentions.town import MENTIONED, PINGED, Town, by_number


@pytest.fixture(scope="module")
def town_web(_stranger):
    """What makes the requests: to the public web, and to the one server there is."""
    return Fetcher(Guard(frozenset(origin(url).authority for url in (_stranger.url, by_number(_stranger)))))


@pytest.fixture
def town(stranger, town_web, tmp_path):
    """A site and its neighbours."""
    return Town(stranger, town_web, tmp_path / "mentions.jsonl")


def test_a_mention_is_sent_once(town):
    """The target is asked where it takes mentions, told, and not asked again: WS-U04, zero requests."""
    town.neighbour("post?a=1&b=%C3%BC")
    target = f"{town.theirs}/post?a=1&b=ü"
    page = town.publish("one", target.replace("&", "&amp;") + "#part")
    assert town.send(page) == ["sent"]
    assert town.posted == [("/one.html", f"{target}#part")]
    mention = town.mention()
    assert (mention.held, mention.protocol, mention.status) == (True, "webmention", 202)
    assert mention.endpoint == f"{town.theirs}/webmention"
    town.stranger.asked.clear()
    assert town.send(page) == []
    assert town.stranger.asked == []


def test_ws_s04_the_status_address_is_kept(town):
    """WS-S04: where the receiver tells what becomes of the mention stands in the ledger."""
    target = town.neighbour()
    town.answer(201, ("Location", "/status/7"))
    assert town.send(town.publish("one", target)) == ["sent"]
    assert town.mention().location == f"{town.theirs}/status/7"


def test_ws_s13_nothing_is_sent_before_the_page_is_there(town):
    """WS-S13: a page that is not deployed, or not with the link, waits; the ledger keeps no word of it."""
    target = town.neighbour()
    page = town.publish("one", target, live=False)
    assert town.send(page) == ["the page is not there yet: it answers 404"]
    town.publish("one", f"{target}/other")
    assert town.send(page) == ["the page that is there does not have the link yet"]
    town.stranger.say("/one.html", f'<!-- <a href="{target}">x</a> --><p>{target}</p><img src="{target}">')
    assert town.send(page) == ["the page that is there does not have the link yet"]
    town.stranger.say("/one.html", f'<meta http-equiv="Status" content="410 Gone"><a href="{target}">x</a>')
    assert town.send(page) == ["the page that is there says that it is gone"]
    assert town.posts == []
    town.publish("one", target)
    assert town.send(page) == ["sent"]


def test_a_page_is_looked_at_once_for_all_its_links(town):
    """One GET of the page, however many it links to."""
    targets = [town.neighbour(f"post-{n}") for n in range(5)]
    assert town.send(town.publish("one", *targets)) == ["sent"] * 5
    assert town.stranger.methods("/one.html") == ["GET"]


def test_ws_d34_a_target_is_not_asked_again(town):
    """WS-D34: while its answer is fresh; where it does not say, its endpoint may be good for one mention."""
    fresh, other = town.neighbour("fresh"), town.neighbour("other")
    town.stranger.say("/fresh", MENTIONED, 200, ("Cache-Control", "max-age=60"))
    pages = [town.publish("one", fresh, other), town.publish("two", fresh, other)]
    assert town.send(*pages) == ["sent"] * 4
    assert town.stranger.methods("/fresh") == ["HEAD", "GET"]
    assert town.stranger.methods("/other") == ["HEAD", "GET"] * 2


def test_a_target_that_failed_is_not_asked_again_in_a_run(town):
    """Two pages that link to one which cannot be had ask it once."""
    target = town.neighbour()
    town.stranger.say("/post", "", 500)
    assert town.send(town.publish("one", target), town.publish("two", target)) == ["waiting", "waiting"]
    assert town.stranger.methods("/post") == ["HEAD", "GET"]


def test_ws_u03_the_endpoint_is_found_anew_every_time(town):
    """WS-U03: an update goes to where the target takes mentions now."""
    target = town.neighbour()
    town.send(town.publish("one", target))
    town.stranger.say("/post", '<link rel="webmention" href="/webmention?key=2">')
    town.stranger.say("/webmention?key=2", "", 200)
    assert town.send(town.publish("one", target, words="Changed.")) == ["sent"]
    assert [asked.path for asked in town.posts] == ["/webmention", "/webmention?key=2"]


def test_a_target_without_an_endpoint_is_asked_again_when_the_page_changes(town):
    """Nobody is to be told; that is kept, and holds until the page says something new."""
    target = town.neighbour(head="<p>none</p>")
    page = town.publish("one", target)
    assert town.send(page) == ["no endpoint"]
    assert town.send(page) == []
    town.neighbour()
    assert town.send(town.publish("one", target, words="Changed.")) == ["sent"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 451])
def test_ws_s05_a_refusal_is_final(town, status):
    """WS-S05: who refuses is not asked again about the same words; why is kept on one line."""
    page = town.publish("one", town.neighbour(status=status, body="no\nsuch\x1b[31m thing"))
    assert town.send(page) == ["refused"]
    assert (town.mention().status, town.mention().why) == (status, "no such[31m thing")
    town.now += timedelta(days=30)
    assert town.send(page) == []


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_ws_s07_backoff(town, status):
    """WS-S07: a minute, an hour, a day, and then no more; nothing is asked while it waits."""
    page = town.publish("one", town.neighbour(status=status))
    for wait in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)):
        assert town.send(page) == ["waiting"]
        assert town.mention().due == town.now + wait
        town.now += wait - timedelta(seconds=1)
        town.stranger.asked.clear()
        assert town.send(page) == []
        assert town.stranger.asked == []
        town.now += timedelta(seconds=1)
    assert town.send(page) == ["gave up"]
    assert town.mention().tries == 4
    town.now += timedelta(days=365)
    assert town.send(page) == []


def test_a_change_of_the_page_begins_anew(town):
    """What was given up for one version of the page is tried for the next."""
    target = town.neighbour(status=500)
    for _ in range(4):
        town.send(town.publish("one", target))
        town.now += timedelta(days=2)
    assert town.mention().state is State.GAVE_UP
    town.answer(500)
    assert town.send(town.publish("one", target, words="Changed.")) == ["waiting"]
    assert town.mention().tries == 1


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("7200", timedelta(hours=2)),
        ("Tue, 24 Nov 2026 15:00:00 GMT", timedelta(hours=3)),
        ("1", timedelta(minutes=1)),
        ("Tue, 24 Nov 2020 15:00:00 GMT", timedelta(minutes=1)),
        ("soon", timedelta(minutes=1)),
        ("99999999999", timedelta(days=7)),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_ws_s06_retry_after(town, status, value, wait):
    """WS-S06: seconds and dates are heeded, and a minute is the least; a week is the most."""
    target = town.neighbour()
    town.answer(status, ("Retry-After", value))
    assert town.send(town.publish("one", target)) == ["waiting"]
    assert town.mention().due == town.now + wait


def test_a_host_that_asks_to_be_left_alone_is(town):
    """After a 429 the other mentions for that endpoint are left for another run, and lose no try."""
    targets = [town.neighbour(f"post-{n}") for n in range(4)]
    town.answer(429, ("Retry-After", "600"))
    page = town.publish("one", *targets)
    first, *others = town.send(page)
    assert first == "waiting"
    assert {other.partition(" asks")[2] for other in others} == {" to be left alone until 12:10 UTC"}
    assert len(town.posts) == 1
    town.now += timedelta(minutes=10)
    town.answer(202)
    assert town.send(page) == ["sent"] * 4


def test_a_target_that_cannot_be_asked_is_asked_later(town):
    """A page of theirs that answers 503 waits; one that is not there is refused."""
    target = town.neighbour()
    town.stranger.say("/post", "", 503)
    assert town.send(town.publish("one", target)) == ["waiting"]
    town.stranger.say("/post", "", 404)
    town.now += timedelta(hours=1)
    assert town.send(town.publish("one", target)) == ["refused"]
    assert town.posts == []


def test_ws_u02_a_removed_link_is_told_when_it_is_removed_there_too(town):
    """WS-U02: the old page is still served, so nothing is told; then it is, once."""
    target, other = town.neighbour("post"), town.neighbour("other")
    town.send(town.publish("one", target, other))
    page = replace(town.publish("one", target, other), markup=f'<a href="{target}">x</a>')
    assert town.send(page)[1:] == ["the page that is there has the link still"]
    town.publish("one", target)
    assert town.send(page) == ["withdrawn"]
    assert town.posted[-1] == ("/one.html", other)
    assert town.send(page) == []


@pytest.mark.parametrize("body", ["", '<meta http-equiv="status" content="410 Gone">'])
def test_ws_x01_ws_x02_a_deletion_is_told_when_the_page_says_so(town, body):
    """WS-X01, WS-X02: by the status, or by what the tombstone of a static site says in its head."""
    target = town.neighbour()
    page = town.publish("one", target)
    town.send(page)
    assert town.send() == ["the address does not say yet that the page is gone: it answers 200"]
    town.stranger.say("/one.html", "", 404)
    assert town.send() == ["the address does not say yet that the page is gone: it answers 404"]
    town.stranger.say("/one.html", body, 200 if body else 410)
    assert town.send() == ["withdrawn"]
    assert town.posted == [("/one.html", target)] * 2
    assert town.send() == []
    town.publish("one", target)
    assert town.send(page) == ["sent"]


@pytest.mark.parametrize("host_redirects", [True, False])
def test_ws_x06_both_addresses_of_a_renamed_post_are_told(town, host_redirects):
    """WS-X06: the new one, and the old one once it redirects, or shows a page without the link."""
    target = town.neighbour()
    town.send(town.publish("one", target))
    renamed = town.publish("two", target, path="one.md")
    assert town.send(renamed) == ["sent", "the page that is there has the link still"]
    if host_redirects:
        town.stranger.say("/one.html", "", 301, ("Location", "/two.html"))
    else:
        town.stranger.say("/one.html", '<meta http-equiv="refresh" content="0; url=/two.html">')
    assert town.send(renamed) == ["withdrawn"]
    assert town.posted == [("/one.html", target), ("/two.html", target), ("/one.html", target)]
    assert town.send(renamed) == []


def pinged(town, *answers):
    """Put up a page of theirs that takes pingbacks, and return its address; `answers` come one by one."""
    town.stranger.say("/post", PINGED.format(f"{town.theirs}/xmlrpc"))
    body = dumps(*answers, methodresponse=True) if answers else dumps(("thanks",), methodresponse=True)
    town.stranger.say("POST /xmlrpc", body, type="text/xml")
    return f"{town.theirs}/post"


def test_pc_14_a_pingback_where_there_is_no_webmention_endpoint(town):
    """PC-14: the target announces a pingback server alone, and is pinged."""
    assert town.send(town.publish("one", pinged(town))) == ["sent"]
    assert [asked.path for asked in town.posts] == ["/xmlrpc"]
    assert town.mention().protocol == "pingback"


@pytest.mark.parametrize("status", [202, 400, 500])
def test_pc_14_no_pingback_beside_a_webmention(town, status):
    """PC-14: where both are announced only a webmention is sent, whether it is taken or not."""
    target = town.neighbour(head=MENTIONED + PINGED.format(f"{town.theirs}/xmlrpc"), status=status)
    page = town.publish("one", target)
    for _ in range(5):
        town.send(page)
        town.now += timedelta(days=2)
    assert {asked.path for asked in town.posts} == {"/webmention"}


def test_pc_15_first_pages_and_own_pages_are_not_pinged(town):
    """PC-15: neither the root of a site, nor a page of ours; a webmention may go to a root."""
    town.stranger.say("/", PINGED.format(f"{town.theirs}/xmlrpc"))
    page = town.publish("one", f"{town.theirs}/", f"{town.ours}/two.html", f"{town.ours}/one.html")
    assert town.send(page) == ["no endpoint"]
    assert town.posts == []
    town.neighbour("")
    assert town.send(town.publish("one", f"{town.theirs}/", words="Changed.")) == ["sent"]


def test_pc_15_a_pingback_is_sent_once_and_for_all(town):
    """PC-15: an update is news to a webmention endpoint, and none to a pingback server."""
    target = pinged(town)
    town.send(town.publish("one", target))
    assert town.send(town.publish("one", target, words="Changed.")) == ["sent"]
    assert len(town.posts) == 1
    town.neighbour()
    assert town.send(town.publish("one", target, words="Changed again.")) == ["sent"]
    assert [asked.path for asked in town.posts] == ["/xmlrpc", "/webmention"]


def test_pc_12_an_unknown_source_is_asked_about_once_more(town):
    """PC-12: faults 16 and 17 are tried again once; 0 three times; 48 is done; 33 is final."""
    page = town.publish("one", pinged(town, Fault(17, "no link")))
    assert town.send(page) == ["waiting"]
    town.now += timedelta(days=2)
    assert town.send(page) == ["gave up"]
    assert len(town.posts) == 2


@pytest.mark.parametrize(
    ("code", "states"), [(48, ["sent"]), (33, ["refused"]), (0, ["waiting"] * 3 + ["gave up"])]
)
def test_pc_12_what_faults_mean(town, code, states):
    """PC-12: registered already is done, no such target is final, anything may be tried again."""
    page = town.publish("one", pinged(town, Fault(code, "words")))
    for state in states:
        assert town.send(page) == [state]
        town.now += timedelta(days=2)
    assert town.send(page) == []


class Busy:
    """A weblog that takes one ping in 15 seconds from all the world, as WordPress does."""

    def __init__(self, town):
        self.town, self.taken, self.refused, self.always = town, [], 0, False

    def __call__(self, request):
        """Answer a request."""
        now = self.town.now
        if request.method != "POST":
            return reply(X_Pingback=f"http://{request['host']}/xmlrpc", Content_Type="text/html")
        if self.always or (self.taken and now - self.taken[-1][0] < timedelta(seconds=15)):
            self.refused += 1
            fault = Fault(429, "You are posting comments too quickly. Slow down.")
            return reply(body=dumps(fault, methodresponse=True), Content_Type="text/xml")
        _, target = loads(request.body)[0]
        self.taken.append((now, target))
        return reply(body=dumps(("thanks",), methodresponse=True), Content_Type="text/xml")


@pytest.fixture
def busy(town):
    """Such a weblog, and the addresses of six posts of it."""
    weblog = Busy(town)
    with Server(weblog) as server:
        trusted = {server.authority, *(origin(url).authority for url in (town.ours, town.theirs))}
        town.web = Fetcher(Guard(frozenset(trusted)))
        yield weblog, [server.url(f"/post-{number}") for number in range(6)]


def test_pc_12_a_weblog_that_takes_a_ping_in_15_seconds_gets_all_of_them(town, busy):
    """PC-12: after fault 429 the run waits, and all six links to one WordPress are told in it."""
    weblog, targets = busy
    begun = town.now
    assert town.send(town.publish("one", *targets)) == ["sent"] * 6
    assert [target for _, target in weblog.taken] == targets
    assert weblog.refused == 5
    assert town.now - begun == timedelta(seconds=5 * 16)


def test_pc_12_one_that_goes_on_refusing_is_left_and_no_try_is_lost(town, busy):
    """PC-12: after a few pauses its pings are left for another run, with no word of it in the ledger."""
    weblog, targets = busy
    weblog.always = True
    page = town.publish("one", *targets)
    assert {why.partition(" asks")[2] for why in town.send(page)} == {" to be left alone until 12:01 UTC"}
    assert weblog.refused == 5
    weblog.always = False
    town.sleep(16)
    assert town.send(page) == ["sent"] * 6


def test_pc_12_ctrl_c_ends_the_wait(town, busy):
    """PC-12: a run that is stopped while it waits makes no more requests, and keeps no word of this one."""
    weblog, targets = busy
    weblog.always = True
    slept = []

    def sleep(seconds):
        if not slept:
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        slept.append(seconds)
        assert len(slept) < 1_000
        time.sleep(0.01)

    town.sleep = sleep
    with pytest.raises(KeyboardInterrupt):
        town.send(town.publish("one", *targets))
    assert weblog.refused == 1
    assert not read(town.ledger).mentions


def test_pc_16_the_guard_stands_before_pingbacks_too(town):
    """PC-16: a server on a port or address that is none of the public web is not asked."""
    town.stranger.say("/post", "", 200, ("X-Pingback", "http://10.0.0.1/xmlrpc"))
    page = town.publish("one", f"{town.theirs}/post", "http://192.168.0.1/post")
    assert town.send(page) == ["refused", "refused"]


@pytest.mark.parametrize("gone", [True, False])
def test_pc_17_nothing_is_sent_for_a_link_that_is_no_more(town, gone):
    """PC-17: neither for a removed link nor for a deleted post."""
    target = pinged(town)
    town.send(town.publish("one", target))
    town.stranger.asked.clear()
    after = [] if gone else [town.publish("one")]
    assert town.send(*after) == []
    assert town.stranger.asked == []


def test_a_removed_link_whose_target_takes_no_more_mentions(town):
    """There is nobody to tell any more, and that settles it."""
    target = town.neighbour()
    town.send(town.publish("one", target))
    town.stranger.say("/post", PINGED.format(f"{town.theirs}/xmlrpc"))
    assert town.send(town.publish("one")) == ["withdrawn"]
    assert len(town.posts) == 1


def test_who_took_mentions_once_is_remembered(town):
    """A target that takes none for now holds what it took, and hears of the removal when it takes again."""
    target = town.neighbour()
    town.send(town.publish("one", target))
    town.stranger.say("/post", "<p>none")
    assert town.send(town.publish("one", target, words="Changed.")) == ["no endpoint"]
    assert town.mention().held
    town.neighbour()
    assert town.send(town.publish("one")) == ["withdrawn"]
    assert len(town.posts) == 2


def test_the_page_itself_cannot_be_had(town):
    """A site that cannot be reached leaves everything for another run."""
    page = replace(town.publish("one", town.neighbour()), url="http://127.0.0.2:9/one.html")
    (left,) = town.send(page)
    assert left.startswith("the page cannot be had: ")
