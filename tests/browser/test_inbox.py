"""The reply form and the moderation page, as people use them: in a browser, without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from partwork.inbox.schema import open_database
from partwork.inbox.store import Store
from partwork.inbox.words import State
from tests.browser.test_pages import RULES
from tests.inbox.running import OPEN, PASSWORD, TOKEN, Running, running


@pytest.fixture
def inbox(tmp_path):
    """A running inbox."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    with running(Store(engine), tmp_path) as one:
        yield one
    engine.dispose()


@pytest.fixture
def scriptless(chromium: Browser):
    """An empty page in a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def comment(page: Page, inbox: Running, text: str, name: str) -> None:
    """Write a comment as a reader does: the form, the preview, and sent."""
    page.goto(f"{inbox.address}/comment?target={OPEN}")
    page.get_by_label("What you say").fill(text)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send").click()


def test_a_reader_writes_and_the_author_decides(scriptless, inbox):
    """From the form to the export: preview, thanks, login, approval, and undoing it."""
    comment(scriptless, inbox, "I am *from* Hask.", "Una")
    assert "waits for the author" in scriptless.content()
    scriptless.goto(f"{inbox.address}/moderate")
    scriptless.get_by_label("Password").fill("a guess")
    scriptless.get_by_role("button", name="Log in").click()
    assert "That is not the password." in scriptless.get_by_role("alert").inner_text()
    scriptless.get_by_label("Password").fill(PASSWORD)
    scriptless.get_by_role("button", name="Log in").click()
    waiting = scriptless.locator("article")
    assert waiting.locator("em").inner_text() == "from"
    waiting.get_by_role("button", name="Approve").click()
    assert "There is nothing here." in scriptless.content()
    exported = inbox.ask("GET", "/export", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert "I am *from* Hask." in exported
    scriptless.get_by_role("link", name="Undo it in the log").click()
    scriptless.get_by_role("button", name="Undo").click()
    assert inbox.store.counts()[State.PENDING] == 1
    scriptless.get_by_role("button", name="Log out").click()
    assert scriptless.get_by_label("Password").is_visible()


def test_what_a_stranger_writes_runs_nowhere(page, inbox):
    """In the preview and before the author, scripts on: nothing runs, nothing is asked of anybody."""
    asked, ran = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    hostile = (
        '<script>alert(1)</script><img src="https://evil.example/x" onerror=alert(2)><svg onload=alert(3)>'
    )
    comment(page, inbox, hostile, '"><script>alert(4)</script>')
    page.goto(f"{inbox.address}/moderate")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    assert page.locator("article").count() == 1
    assert ran == []
    assert [url for url in asked if not url.startswith(inbox.address)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_pages_of_the_inbox(chromium, inbox, scheme):
    """Form, preview, login, queue and log; and nothing is wider than a narrow phone."""
    context = chromium.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 700}
    )
    page = context.new_page()

    def look():
        found = Axe().run(page, options=RULES)
        assert found.response["passes"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.goto(f"{inbox.address}/webmention")
    look()
    page.goto(f"{inbox.address}/comment?target={OPEN}&reply_to=7")
    look()
    page.get_by_label("What you say").fill("Yes.")
    page.get_by_role("button", name="Preview").click()
    look()
    page.get_by_role("button", name="Send").click()
    look()
    page.goto(f"{inbox.address}/moderate")
    look()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    look()
    page.get_by_role("button", name="Approve").click()
    look()
    page.goto(f"{inbox.address}/moderate/log")
    look()
    context.close()
