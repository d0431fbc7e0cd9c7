"""Two sites and one inbox on loopback: one links to the other, tells it, and is shown there."""

import re

import pytest

from partwork.inbox.desk import Desk
from partwork.inbox.words import State
from tests.conversing import BUILD, pull, receiving, trust, two_sites


@pytest.mark.parametrize("protocol", ["webmention", "pingback"])
def test_two_sites_converse(tmp_path, protocol):
    """A link is found, sent, acknowledged, verified, approved, pulled and shown; then taken back."""
    with two_sites(tmp_path) as (ann, bob):
        bob.post("essay", "What I think.")
        with receiving(bob, ann) as inbox:
            bob.configure(**{f"{protocol}_endpoint": f"{inbox.address}/{protocol}"})
            bob.run(*BUILD)
            inbox.inbox.refresh()
            ann.post("answer", f"As [Bob says]({bob.url}/essay.html), and I agree with all of it.")
            send = ["mentions", "send", *trust(ann.url, bob.url, inbox.address)]
            assert "1 sent" in ann.run(*send)

            assert inbox.worker.work()
            (heard,) = inbox.store.listed(State.PENDING)
            assert (heard.source, heard.kind) == (f"{ann.url}/answer.html", protocol)
            Desk(inbox.store, "test").approve(heard.ref)
            assert "1 added" in pull(bob, inbox)
            shown = bob.page("essay").select_one(f".{protocol}")
            assert "Ann" in shown.get_text() or "Answer" in shown.get_text()
            assert f"{ann.url}/answer.html" in {link["href"] for link in shown.select("a")}
            assert re.search("I agree with all of it", shown.get_text())

            assert "Nothing to send" in ann.run(*send)
            if protocol == "webmention":  # pingback knows no taking back
                ann.post("answer", "I have thought again.")
                assert "1 withdrawn" in ann.run(*send)
                assert inbox.worker.work()
                assert inbox.store.find(heard.ref).state is State.WITHDRAWN
                assert "1 removed" in pull(bob, inbox)
                assert not bob.page("essay").select(".webmention .u-url")
