"""The kinds of pages that the sample has not, as a browser shows them."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import serve
from tests.browser.test_pages import RULES
from tests.site.test_varied import RARE


@pytest.fixture(scope="module")
def varied_address(varied):
    """Where the site of rare pages is served."""
    server, url = serve(varied.output)
    yield url
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", RARE)
def test_axe_finds_nothing_and_nothing_is_too_wide(chromium, varied_address, path, scheme):
    """No rule of accessibility is broken, and on a narrow phone no page scrolls sideways."""
    context = chromium.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{varied_address}/{path}")
    found = Axe().run(page, options=RULES)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found.response["passes"], "axe looked at nothing"
    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []
    assert width <= 320
