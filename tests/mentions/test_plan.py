"""What is told to whom, and why not: the state of every link, given what the ledger says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions.ledger import Ledger, State
from partwork.mentions.plan import Action, plan
from tests.builders import PROPERTY
from tests.mentions.builders import ELSEWHERE, NOW, SITE, make_source, mention_fact, page_fact

OTHER = "https://other.example/"


def planned(sources, *facts, now=NOW):
    """Return each item as its action, target and reason."""
    found = plan(sources, Ledger().with_facts(facts), SITE, now)
    return [(item.action, item.target, item.reason) for item in found.items]


def test_a_link_that_nobody_was_told_of_is_new():
    """Each target once, in the order of the page, as it is written first."""
    source = make_source(
        "one", f"{ELSEWHERE}#part", OTHER, f"{ELSEWHERE}/", ELSEWHERE.replace("https", "http")
    )
    assert planned([source]) == [
        (Action.SEND, f"{ELSEWHERE}#part", "new"),
        (Action.SEND, OTHER, "new"),
    ]


def test_ws_u04_what_was_sent_is_not_sent_again():
    """WS-U04: unchanged content asks nobody anything."""
    source = make_source("one", ELSEWHERE)
    assert planned([source], page_fact(source), mention_fact(source)) == [
        (Action.SKIP, ELSEWHERE, "already sent, 2026-11-24")
    ]


def test_ws_u05_variants_of_a_link_do_not_cause_resends():
    """WS-U05: a slash at the end, an entity, an escape or https instead of http are no change."""
    before = make_source("one", "http://elsewhere.example/a-post?a=1&b=~")
    after = make_source("one", "https://elsewhere.example/a-post/?a=1&amp;b=%7e")
    assert after.hash == before.hash
    assert [action for action, _, _ in planned([after], mention_fact(before, before.links[0].url))] == [
        Action.SKIP
    ]


def test_ws_u06_markup_is_no_change():
    """WS-U06: neither the frame of the page nor the markup of the text is news; words and links are."""
    source = make_source("one", ELSEWHERE, words="She said so.")
    marked = replace(
        source, markup=source.markup.replace("<p>", '<p class="x">').replace("said", "<b>said</b>\n")
    )
    assert marked.hash == source.hash
    assert replace(source, title="Another").hash != source.hash
    assert make_source("one", ELSEWHERE, words="She said no.").hash != source.hash
    assert make_source("one", OTHER, words="She said so.").hash != source.hash


def test_ws_u01_a_changed_page_tells_every_target_it_has():
    """WS-U01: with a link more, the old target hears of the change and the new one of the link."""
    before, after = make_source("one", ELSEWHERE), make_source("one", ELSEWHERE, OTHER)
    assert planned([after], mention_fact(before)) == [
        (Action.SEND, ELSEWHERE, "changed"),
        (Action.SEND, OTHER, "new"),
    ]


def test_ws_u02_a_removed_link_is_told_to_both():
    """WS-U02: the target that is left hears of the change, the other that its link is no more."""
    before, after = make_source("one", ELSEWHERE, OTHER), make_source("one", ELSEWHERE)
    facts = [mention_fact(before), mention_fact(before, OTHER)]
    assert planned([after], *facts) == [
        (Action.SEND, ELSEWHERE, "changed"),
        (Action.REMOVE, OTHER, "removed link"),
    ]


@pytest.mark.parametrize("state", [State.NO_ENDPOINT, State.REFUSED, State.GAVE_UP, State.WAITING])
def test_who_never_took_a_mention_has_nothing_to_take_back(state):
    """A removed link is told only where the target knows of it."""
    before = make_source("one", ELSEWHERE)
    assert planned([make_source("one")], mention_fact(before, state=state)) == []


def test_who_took_one_before_an_update_failed_has():
    """A target that took the first mention and not the second hears that the link is no more."""
    before = make_source("one", ELSEWHERE)
    fact = mention_fact(before, state=State.WAITING, held=True)
    assert planned([make_source("one")], fact) == [(Action.REMOVE, ELSEWHERE, "removed link")]


def test_pc_17_a_pingback_is_not_taken_back():
    """PC-17: there is no call for it; nothing is sent."""
    before = make_source("one", ELSEWHERE)
    fact = mention_fact(before, protocol="pingback")
    (item,) = planned([make_source("one")], fact)
    assert item[0] is Action.SKIP
    assert "pingback" in item[2]
    assert planned([], page_fact(before), fact)[0][0] is Action.SKIP


def test_a_link_that_is_back_is_told():
    """WS-X05: what was taken back and is there again is new to its target, though the page is as it was."""
    source = make_source("one", ELSEWHERE)
    fact = mention_fact(source, state=State.WITHDRAWN, hash="")
    assert planned([source], fact) == [(Action.SEND, ELSEWHERE, "the link is back")]
    assert planned([make_source("one")], fact)[0][0] is Action.SKIP


def test_ws_x04_a_deleted_post_tells_those_the_ledger_knows():
    """WS-X04: the page is nowhere; whom it linked to is in the ledger, and hears of it once."""
    source = make_source("one", ELSEWHERE)
    facts = [page_fact(source), mention_fact(source), mention_fact(source, OTHER, State.NO_ENDPOINT)]
    assert planned([], *facts) == [(Action.DELETE, ELSEWHERE, "deleted post")]
    told = mention_fact(source, state=State.WITHDRAWN, hash="")
    assert [action for action, _, _ in planned([], *facts, told)] == [Action.SKIP]


def test_ws_x05_a_restored_post_tells_them_again():
    """WS-X05: the page is back, and is news to those who were told that it is gone; it is gone no more."""
    source = make_source("one", ELSEWHERE)
    facts = [page_fact(source, gone=date(2026, 1, 1)), mention_fact(source, state=State.WITHDRAWN, hash="")]
    found = plan([source], Ledger().with_facts(facts), SITE, NOW)
    assert [item.action for item in found.items] == [Action.SEND]
    assert found.pages == (page_fact(source),)


def test_ws_x06_a_renamed_post_tells_of_both_addresses():
    """WS-X06: the new address is a new source, and the old one, which redirects, is told of once more."""
    old = make_source("one", ELSEWHERE)
    new = make_source("another", ELSEWHERE, path="one.md")
    facts = [page_fact(old), mention_fact(old)]
    assert planned([new], *facts) == [
        (Action.SEND, ELSEWHERE, f"new: the post was at {old.url}"),
        (Action.MOVE, ELSEWHERE, f"renamed: the post is at {new.url} now"),
    ]
    found = plan([new], Ledger().with_facts(facts), SITE, NOW)
    assert [item.url for item in found.items] == [new.url, old.url]
    assert found.pages == (page_fact(new), page_fact(old, moved=new.url))
    done = [*found.pages, mention_fact(new), mention_fact(old, state=State.WITHDRAWN, hash="")]
    assert {action for action, _, _ in planned([new], *facts, *done)} == {Action.SKIP}


def test_ws_s10_own_pages_are_told_nothing():
    """WS-S10: neither the page itself nor another part of the site is a target."""
    source = make_source("one", f"{SITE}/one.html#note", f"{SITE}/two.html", "http://www.patience.example/")
    assert [(action, reason) for action, _, reason in planned([source])] == [
        (Action.SKIP, "the page itself"),
        (Action.SKIP, "another part of the site"),
        (Action.SKIP, "another part of the site"),
    ]


def test_ws_s14_a_page_or_a_link_can_opt_out():
    """WS-S14: what is withheld or muted says so; a link that is there without the mark, too, is told."""
    page = make_source("one", ELSEWHERE, withheld="opted out: the page says Mentions: no")
    muted = f'<a class="x no-mention" href="{ELSEWHERE}">a</a> <a rel="no-mention" href="{OTHER}">b</a>'
    link = replace(make_source("two"), markup=muted)
    both = replace(make_source("three"), markup=f'{muted} <a href="{OTHER}">c</a>')
    assert [(action, reason) for action, _, reason in planned([page, link, both])] == [
        (Action.SKIP, "opted out: the page says Mentions: no"),
        (Action.SKIP, "opted out: the link says no-mention"),
        (Action.SKIP, "opted out: the link says no-mention"),
        (Action.SKIP, "opted out: the link says no-mention"),
        (Action.SEND, "new"),
    ]


def test_what_opts_out_later_takes_nothing_back():
    """Those who were told keep what they have: the link is there still."""
    source = make_source("one", ELSEWHERE, withheld="opted out: the page says Mentions: no")
    assert [action for action, _, _ in planned([source], mention_fact(source))] == [Action.SKIP]
    assert planned([make_source("one", withheld="hidden")], mention_fact(source)) == []


def test_a_draft_sends_nothing_and_what_was_published_is_gone():
    """A post that becomes a draft again has no page: its targets hear that it is gone."""
    source = make_source("one", ELSEWHERE)
    draft = replace(source, url=f"{SITE}/drafts/one.html", withheld="planned: still a draft", live=False)
    assert planned([draft], page_fact(source), mention_fact(source)) == [
        (Action.SKIP, ELSEWHERE, "planned: still a draft"),
        (Action.DELETE, ELSEWHERE, "deleted post"),
    ]


def test_ws_s07_what_failed_waits_until_it_is_due():
    """WS-S07: before, it waits; then, it is tried again; with a change of the page, at once."""
    source = make_source("one", ELSEWHERE)
    fact = mention_fact(source, state=State.WAITING, due=NOW + timedelta(hours=1), tries=2, why="answers 503")
    (waits,) = planned([source], fact)
    assert waits == (Action.WAIT, ELSEWHERE, "waits until 2026-11-24 13:00 UTC for try 3, after: answers 503")
    (again,) = planned([source], fact, now=NOW + timedelta(hours=1))
    assert again == (Action.SEND, ELSEWHERE, "try 3, after: answers 503")
    changed = make_source("one", ELSEWHERE, words="New words.")
    assert planned([changed], fact) == [(Action.SEND, ELSEWHERE, "changed")]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.NO_ENDPOINT, "takes no mentions, asked 2026-11-24"),
        (State.REFUSED, "refused, 2026-11-24: it answers 400"),
        (State.GAVE_UP, "gave up after 4 tries, 2026-11-24: it answers 400"),
    ],
)
def test_what_is_settled_is_left_until_the_page_changes(state, reason):
    """Who takes none, refuses, or did not answer is not asked again about the same words."""
    source = make_source("one", ELSEWHERE)
    fact = mention_fact(source, state=state, status=400, tries=4)
    assert planned([source], fact) == [(Action.SKIP, ELSEWHERE, reason)]
    changed = make_source("one", ELSEWHERE, words="New words.")
    assert planned([changed], fact) == [(Action.SEND, ELSEWHERE, "changed")]


def test_a_removal_that_failed_waits_and_is_settled_as_well():
    """The news that a link is no more has tries and an end of its own."""
    before, after = make_source("one", ELSEWHERE), make_source("one")
    waiting = mention_fact(before, state=State.WAITING, hash="", held=True, due=NOW + timedelta(1), tries=1)
    assert [action for action, _, _ in planned([after], waiting)] == [Action.WAIT]
    (again,) = planned([after], waiting, now=NOW + timedelta(1))
    assert again == (Action.REMOVE, ELSEWHERE, "removed link; try 2, after: it answers 0")
    refused = mention_fact(before, state=State.REFUSED, hash="", held=True)
    assert [action for action, _, _ in planned([after], refused)] == [Action.SKIP]


def test_another_way_to_write_the_sites_address_is_no_other_page():
    """A site that goes from http to https, or drops the slash, does not send everything again."""
    source = make_source("one", ELSEWHERE)
    before = replace(source, url=source.url.replace("https:", "http:") + "/")
    assert planned([source], page_fact(before), mention_fact(before))[0][0] is Action.SKIP


def test_what_was_sent_for_another_site_is_left_alone():
    """Pages of another address, of a site that has moved, are neither gone nor moved."""
    source = make_source("one", ELSEWHERE)
    before = replace(source, url="https://impatience.example/one.html")
    found = plan([source], Ledger().with_facts([page_fact(before), mention_fact(before)]), SITE, NOW)
    assert [(item.url, item.reason) for item in found.items] == [(source.url, "new")]
    assert found.pages == (page_fact(source),)


@PROPERTY
@given(
    before=st.sets(st.sampled_from("abcdef")),
    after=st.sets(st.sampled_from("abcdef")),
    states=st.lists(st.sampled_from(State), min_size=6, max_size=6),
    held=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_every_link_there_is_or_was_is_told_at_most_once(before, after, states, held):
    """Whatever the ledger says, no page and target come twice, and each link there is has an item."""
    urls = {name: f"https://{name}.example/" for name in "abcdef"}
    old, new = (make_source("one", *(urls[name] for name in sorted(names))) for names in (before, after))
    facts = [
        mention_fact(old, urls[name], states[n], held=held[n])
        for n, name in enumerate("abcdef")
        if name in before
    ]
    found = plan([new], Ledger().with_facts(facts), SITE, NOW)
    targets = [item.target for item in found.items]
    assert len(targets) == len(set(targets))
    assert {urls[name] for name in after} <= set(targets)
    if before == after:
        assert not any(item.action in (Action.REMOVE, Action.DELETE, Action.MOVE) for item in found.items)
