"""Takes the pictures of the README from the built sample site: ``make pictures``."""

from playwright.sync_api import sync_playwright

from tests.chromium import find
from tests.site.folder import ROOT

_PAGES = {"part": "networking.html", "landing": "series/how-did-i-get-there.html"}


def main() -> None:
    """Write a picture of a part and of a landing page, in light and in dark."""
    folder = ROOT / "docs/pictures"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": 760, "height": 1240}, color_scheme=scheme)
            page = context.new_page()
            for name, path in _PAGES.items():
                page.goto((ROOT / "output" / path).as_uri())
                page.screenshot(path=folder / f"{name}-{scheme}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
