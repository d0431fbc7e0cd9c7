"""A reader's way through the site, with keyboard, without scripts, with a browser that can share."""

import pytest


@pytest.fixture
def plain(chromium):
    """A page in a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_series_is_read_without_scripts(plain, address):
    """From the home page to the landing page, to part one, on to three, and out to another series."""
    plain.goto(f"{address}/index.html")
    plain.click("ul.cards >> text=How Did I Get There?")
    assert plain.locator("h1").inner_text() == "How Did I Get There?"
    plain.click("text=Start reading")
    assert plain.locator(".position").inner_text() == "Part I of IV"
    plain.click(".onward a")
    assert plain.locator("h1").inner_text() == "Networking"
    plain.click("nav.series .next a")
    assert plain.locator(".position").inner_text() == "Part III of IV"
    assert plain.locator("nav.series-end .onward").inner_text().startswith("Coming: Part IV")
    plain.click("nav.series-end .other a")
    assert plain.locator("h1").inner_text() == "Letters to a Photocopier"


def test_the_conversation_is_read_without_scripts(plain, address):
    """Threads, permalinks, the closed line and the share row need no script; the buttons stay away."""
    plain.goto(f"{address}/networking.html")
    assert plain.locator(".thread li").count() == 4
    assert plain.locator(".closed").is_visible()
    plain.click("#comment-203 > .response > header > a")
    assert plain.url.endswith("#comment-203")
    assert plain.locator(".share a").count() == 9
    assert all(link.is_visible() for link in plain.locator(".share a").all())
    assert not plain.locator("[data-copy]").is_visible()
    assert not plain.locator("[data-share]").is_visible()


def test_a_folded_list_opens_without_scripts(site, plain):
    """A long list of parts is a disclosure of the browser's own."""
    from tests.browser.conftest import serve  # noqa: PLC0415 - the server of these tests

    for number in range(9):
        site.post(f"p{number}", Series="long", Date=f"2026-01-0{number + 1}")
    site.build(RELATIVE_URLS=True)
    server, url = serve(site.output)
    plain.goto(f"{url}/p4.html")
    entry = plain.locator("nav.series .entries a", has_text="P8")
    assert not entry.is_visible()
    plain.click("nav.series summary")
    entry.click()
    assert plain.locator("h1").inner_text() == "P8"
    server.shutdown()
    server.server_close()


def test_cr_10_the_keyboard_reaches_the_text_first(page, address):
    """The first Tab shows a link that leads past the header; the way on follows in reading order."""
    page.goto(f"{address}/networking.html")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("node => node === document.activeElement")
    box = skip.bounding_box()
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_can_be_seen(page, address):
    """What has the focus has an outline."""
    page.goto(f"{address}/networking.html")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_copy_link_copies_the_canonical_address(chromium, address):
    """The button shows where there is a clipboard, copies the address and says so."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/networking.html")
    page.click("[data-copy]")
    page.wait_for_function("document.querySelector('[data-copy]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == "https://gainfully.example/networking.html"
    context.close()


@pytest.mark.parametrize("able", [True, False])
def test_the_share_button_is_there_where_the_browser_can_share(page, address, able):
    """Native sharing gets the title and the canonical address; a browser without it shows no button."""
    share = (
        "value: data => { window.shared = data; return Promise.resolve(); }" if able else "value: undefined"
    )
    page.add_init_script(f"Object.defineProperty(navigator, 'share', {{ {share} }})")
    page.goto(f"{address}/networking.html")
    button = page.locator("[data-share]")
    assert button.is_visible() is able
    if able:
        button.click()
        assert page.evaluate("window.shared") == {
            "title": "Networking · Gainfully Unemployed",
            "url": "https://gainfully.example/networking.html",
        }


def test_a_comment_that_is_linked_to_is_marked(page, address):
    """The response named by the fragment stands out."""
    page.goto(f"{address}/networking.html#comment-202")
    shadow = "getComputedStyle(document.querySelector('#comment-202 > .response')).boxShadow"
    assert page.evaluate(shadow) != "none"
    assert page.evaluate(shadow.replace("202", "203")) == "none"
