"""Random sites: several series in several languages, with drafts, hidden and planned parts and labels."""

from hypothesis import strategies as st

from partwork.model import Claim, Manifest, Numbering, Post, Status, Visibility
from tests.builders import day, make_manifest, make_post

_SERIES = ("job", "letters", "best")
_SLUGS = tuple("abcdefghijklmnopqrstuvwxyz")


@st.composite
def _posts(draw: st.DrawFn) -> list[Post]:
    posts = []
    for slug in draw(st.lists(st.sampled_from(_SLUGS), unique=True, max_size=24)):
        claims = draw(st.lists(st.sampled_from(_SERIES), unique=True, max_size=3))
        number = draw(st.one_of(st.none(), st.sampled_from([0.0, 1.0, 1.5, 2.0, 3.0, 7.0])))
        visibility = draw(st.sampled_from([Visibility.PUBLISHED, *Visibility]))
        for lang in draw(st.sampled_from([("en",), ("en",), ("en", "de"), ("de",)])):
            post = make_post(
                slug,
                *(Claim(name, name, number) for name in claims),
                lang=lang,
                title=f"On <em>{slug}</em> &amp; more",
                date=day(draw(st.integers(0, 30))),
                visibility=visibility,
                words=draw(st.integers(0, 2000)),
                label=draw(st.sampled_from(["", "", "", "Interlude", "3½"])),
            )
            posts.append(post)
    return posts


@st.composite
def sites(draw: st.DrawFn) -> tuple[list[Post], list[Manifest]]:
    """Draw the posts and manifests of a site, some of them wrong."""
    posts = draw(_posts())
    manifests = []
    for slug in _SERIES:
        for lang in draw(st.sampled_from([(), ("en",), ("en", "de")])):
            claiming = [
                post.slug for post in posts if post.lang == lang and slug in {c.slug for c in post.claims}
            ]
            parts = draw(st.permutations(claiming))
            parts = [*parts[: draw(st.sampled_from([len(parts), len(parts), 2]))]]
            for title in draw(st.lists(st.sampled_from(["Soon", "Later", "At Last"]), unique=True)):
                parts.insert(draw(st.integers(0, len(parts))), f"planned: {title}")
            manifest = make_manifest(
                slug,
                *parts,
                listed=draw(st.booleans()),
                lang=lang,
                status=draw(st.sampled_from([*Status])),
                numbering=draw(st.one_of(st.none(), st.sampled_from([*Numbering]))),
            )
            manifests.append(manifest)
    return posts, manifests
