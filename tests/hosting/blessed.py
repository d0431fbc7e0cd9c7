"""What is written for each host, kept in ``written/``; ``python -m tests.hosting.blessed`` takes today's."""

from pathlib import Path

from partwork.hosting import apache, caddy, cloudflare, netlify, nginx
from partwork.hosting.headers import announcing
from partwork.hosting.redirects import redirects
from tests.site.folder import contents

EXPECTED = Path(__file__).with_name("written")
_SITE = "https://essays.example/letters"
_WRITERS = {"netlify": netlify, "cloudflare": cloudflare, "nginx": nginx, "apache": apache, "caddy": caddy}


def written() -> dict[str, bytes]:
    """Return every file for every host, for a small site below a folder."""
    answers = redirects(
        [
            (f"{_SITE}/on-waitng.html", f"{_SITE}/on-waiting.html"),
            (f"{_SITE}/2010/05/", f"{_SITE}/may.html"),
            (f"{_SITE}/clean.html", f"{_SITE}/clean"),
        ],
        [f"{_SITE}/the-queue.html", f"{_SITE}/%C3%BCber%20uns%20(alt)*.html", f"{_SITE}/2011/"],
        f"{_SITE}/410.html",
    )
    fields = announcing(
        "https://in.example/webmention",
        "https://in.example/pingback",
        [f"{_SITE}/on-waiting.html", f"{_SITE}/may/", f"{_SITE}/%C3%BCber.html"],
    )
    return {
        f"{host}/{path}": text.encode()
        for host, writer in _WRITERS.items()
        for path, text in writer.files(answers, fields).items()
    }


def bless() -> None:
    """Write today's over the expected ones."""
    for path in contents(EXPECTED):
        (EXPECTED / path).unlink()
    for path, text in written().items():
        (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / path).write_bytes(text)


if __name__ == "__main__":
    bless()
