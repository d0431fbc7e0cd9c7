"""WordPress exports a post with a thread, for whoever imports it."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.interop.blog import Post
from tests.interop.neighbours import Neighbours

# WordPress takes one comment in 15 seconds from a network address, and from all who give no e-mail address
# together; no pingback and no trackback gives one.
_FLOOD = 16
_DEPTH = 6  # one deeper than WordPress shows
_FORM = "application/x-www-form-urlencoded"
_WXR = {"wp": "http://wordpress.org/export/1.2/"}


def exporting(both: Neighbours, post: Post, path: Path) -> None:
    """Give a post that has a pingback everything else that a post can have, and keep the export at `path`."""
    blog, report = both.blog, both.report
    report.chapter("3. WordPress exports what it has")
    told = {
        "title": "Tables, & what they leave out",
        "url": "https://almanac.example/tables",
        "blog_name": "The Almanac",
        "excerpt": "Nobody prints the wind.",
    }
    time.sleep(_FLOOD)
    answer = both.site.web.post(f"{post.url}trackback/", urlencode(told).encode(), _FORM)
    report.seen("it takes a trackback", b"<error>0</error>" in answer.body, answer.body.decode().strip())
    for comment in blog.comments(post):
        blog.do("approve", comment=comment["comment_ID"])
    _discuss(both, post)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(blog.do("export"))
    found = Counter(_comments(path, post))
    wanted = {
        ("pingback", "1"): 1,
        ("trackback", "1"): 1,
        ("comment", "1"): _DEPTH,
        ("comment", "0"): 1,
        ("comment", "trash"): 1,
    }
    report.equal("the export has the thread, what waits and what is in the bin, no spam", dict(found), wanted)
    report.seen("it is kept", path.is_file(), f"{path}, {path.stat().st_size} bytes")


def _discuss(both: Neighbours, post: Post) -> None:
    """Reply to replies, and leave something in each of the other states."""
    reply = 0
    for depth in range(1, _DEPTH + 1):
        own = depth % 2 == 0
        reply = both.blog.do(
            "comment",
            post=post.id,
            parent=reply,
            name="ada" if own else "A Reader",
            words=f"Reply {depth} & no end.\n\nIt has <em>two</em> paragraphs.",
            state="1",
            by_author=own,
        )
    for state in ("0", "spam", "trash"):
        said = {"name": "Somebody", "words": "Well.", "state": state, "by_author": False}
        both.blog.do("comment", post=post.id, parent=0, **said)


def _comments(path: Path, post: Post) -> Iterator[tuple[str, str]]:
    """Return the type and the state of each comment on `post` in an export."""
    for item in ElementTree.parse(path).iter("item"):
        if item.findtext("wp:post_id", namespaces=_WXR) == str(post.id):
            for comment in item.iterfind("wp:comment", _WXR):
                kind = comment.findtext("wp:comment_type", "", _WXR)
                yield kind, comment.findtext("wp:comment_approved", "", _WXR)
