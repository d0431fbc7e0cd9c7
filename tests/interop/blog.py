"""A WordPress blog of the run's own, from the files of Debian's package, in a temporary folder."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.interop.apache import Place
from tests.interop.needs import THEMES, WORDPRESS

_PHP = Path(__file__).parent / "php"
_REWRITES = "FallbackResource /index.php\n"  # permalinks; WordPress itself would write it with mod_rewrite


@dataclass(frozen=True)
class Post:
    """A post as WordPress published it."""

    id: int
    url: str
    title: str


@dataclass(frozen=True)
class Blog:
    """A blog, and what its author does: everything is done by WordPress's own functions."""

    place: Place

    @classmethod
    def laid_out(cls, place: Place, folder: Path, socket: Path, friend: Place) -> "Blog":
        """Put the files of a blog into place; it may exchange pings with `friend`.

        WordPress finds its settings in the folder of wp-load.php, wherever links lead. So the files at the
        top are copied, and the two large folders below, which find everything by ABSPATH, are links.
        """
        root = place.folder
        root.mkdir(parents=True)
        for file in WORDPRESS.glob("*.php"):
            shutil.copy(file, root)
        for name in ("wp-admin", "wp-includes"):
            (root / name).symlink_to(WORDPRESS / name)
        themes = root / "wp-content" / "themes"
        themes.mkdir(parents=True)
        for name in THEMES:
            (themes / name).symlink_to(WORDPRESS / "wp-content" / "themes" / name)
        plugins = root / "wp-content" / "mu-plugins"
        plugins.mkdir()
        shutil.copy(_PHP / "mu-plugin.php", plugins)
        shutil.copy(_PHP / "wp-config.php", root)
        shutil.copy(_PHP / "blog.php", root)
        (root / ".htaccess").write_text(_REWRITES)
        errors = folder / "php-errors"
        errors.touch()
        errors.chmod(0o666)  # the web server's user and whoever runs this write to it
        rig = {
            "blog": place.url,
            "socket": str(socket),
            "errors": str(errors),
            "friend": {"host": friend.host, "port": friend.port},
        }
        (root / "rig.json").write_text(json.dumps(rig))
        return cls(place)

    def do(self, task: str, **given: Any) -> Any:
        """Have one of the tasks of php/blog.php done, and return its result."""
        words = json.dumps({"blog": self.place.url, **given})
        return json.loads(self._php("blog.php", task, words=words))

    def publish(self, title: str, html: str, *, pings: bool = True) -> Post:
        """Publish a post now; pings about its links wait for ``send_pings``."""
        return Post(**self.do("post", title=title, html=html, pings=pings), title=title)

    def send_pings(self) -> None:
        """Run what is scheduled, as wp-cron does: the pings about what was published since."""
        self._php("wp-cron.php")

    def comments(self, post: Post) -> list[Mapping[str, Any]]:
        """Return what is in the database about a post, whether approved or not."""
        found: list[Mapping[str, Any]] = self.do("comments", post=post.id)
        return found

    def _php(self, file: str, *arguments: str, words: str = "") -> str:
        command = ["php", "-d", "display_errors=stderr", file, *arguments]
        done = subprocess.run(
            command, cwd=self.place.folder, input=words, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}{done.stdout[-2000:]}")
        return done.stdout
