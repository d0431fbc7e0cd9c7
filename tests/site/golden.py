"""The small site whose whole output is kept beside the tests: ``make bless`` takes today's as expected."""

import shutil
import tempfile
from pathlib import Path

from tests.site.folder import SiteFolder, contents

SOURCE = Path(__file__).parent / "small"
EXPECTED = Path(__file__).parents[1] / "golden"


def build(root: Path) -> dict[str, bytes]:
    """Build the small site below `root` and return its files, without the theme's own."""
    site = SiteFolder(root)
    shutil.copytree(SOURCE, site.content, dirs_exist_ok=True)
    site.build(
        TYPOGRIFY=True,
        STATIC_PATHS=["images"],
        PARTWORK={
            "close_after_days": 60,
            "reply_address": "letters@patience.example",
            "webmention_endpoint": "https://in.example/webmention",
            "pingback_endpoint": "https://in.example/pingback",
            "comment_endpoint": "https://in.example/comment",
            "share": ["email", "mastodon"],
        },
    )
    return {name: data for name, data in site.files().items() if not name.startswith("theme/")}


def bless() -> None:
    """Write the output of today over the expected one."""
    with tempfile.TemporaryDirectory() as folder:
        files = build(Path(folder))
    before = contents(EXPECTED)
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, data in files.items():
        path = EXPECTED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    changed = sorted(name for name in files.keys() | before.keys() if files.get(name) != before.get(name))
    print(f"{len(files)} files expected; {len(changed)} changed: {', '.join(changed) or 'none'}")


if __name__ == "__main__":
    bless()
