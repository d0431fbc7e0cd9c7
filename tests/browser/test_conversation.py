"""Two sites and one inbox converse: a reader writes, the author decides, in browsers without scripts."""

import re

import pytest

from partwork.inbox.words import State
from tests.conversing import BUILD, pull, receiving, trust, two_sites
from tests.inbox.running import PASSWORD


@pytest.fixture
def people(chromium):
    """The browsers of a reader and of the author, which run no scripts."""
    contexts = [chromium.new_context(java_script_enabled=False) for _ in range(2)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def write(reader, text, name):
    """Fill in the form that is shown, look at the preview, and send it."""
    reader.get_by_label(re.compile(r"^What (do )?you say")).fill(text)
    reader.get_by_label("Your name").fill(name)
    reader.get_by_role("button", name="Preview").click()
    reader.get_by_role("button", name="Send").click()
    assert "waits for the author" in reader.content()


def test_a_reader_another_site_and_the_author_converse(people, tmp_path):
    """From the form under the post, over the moderation page and the files, to the page with the reply."""
    reader, author = people
    with two_sites(tmp_path) as (ann, bob):
        bob.post("essay", "What I think.")
        with receiving(bob, ann) as inbox:
            bob.configure(
                comment_endpoint=f"{inbox.address}/comment", webmention_endpoint=f"{inbox.address}/webmention"
            )
            bob.run(*BUILD)
            inbox.inbox.refresh()

            reader.goto(f"{bob.url}/essay.html")
            write(reader, "I am *from* Hask.", "Una")
            ann.post("answer", f"As [Bob says]({bob.url}/essay.html), and I agree.")
            assert "1 sent" in ann.run("mentions", "send", *trust(ann.url, bob.url, inbox.address))
            assert inbox.worker.work()

            author.goto(f"{inbox.address}/moderate")
            author.get_by_label("Password").fill(PASSWORD)
            author.get_by_role("button", name="Log in").click()
            assert author.locator("article").count() == 2
            for _ in range(2):
                author.get_by_role("button", name="Approve").first.click()
            assert "There is nothing here." in author.content()
            assert inbox.store.counts()[State.APPROVED] == 2
            assert "2 added" in pull(bob, inbox)

            reader.goto(f"{bob.url}/essay.html")
            assert reader.locator(".comment .e-content em").inner_text() == "from"
            assert "I agree" in reader.locator(".webmention .e-content").inner_text()
            reader.get_by_role("link", name="Answer").first.click()
            write(reader, "So am I.", "Wren")
            author.reload()
            author.get_by_role("button", name="Approve").click()
            assert "1 added" in pull(bob, inbox)
            reader.goto(f"{bob.url}/essay.html")
            assert reader.locator(".thread li li .e-content").inner_text() == "So am I."
