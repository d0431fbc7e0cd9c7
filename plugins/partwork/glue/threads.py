"""The responses files of a site, found, read and threaded."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from partwork.errors import Place, Problem, nearest
from partwork.glue.build import Build
from partwork.model import Post, Thread
from partwork.responses.file import SUFFIX, Archive, decode
from partwork.responses.policy import Policy
from partwork.responses.thread import thread


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said about a post, whether it takes more, and until when it does (None: for ever)."""

    thread: Thread
    comments_open: bool
    pings_open: bool
    comments_close: datetime | None = None
    pings_close: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversations:
    """All conversations by the source of the post, what is wrong with them, and what was repaired."""

    by_source: Mapping[str, Conversation]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read(build: Build, posts: Mapping[str, Post], failed: frozenset[str]) -> Conversations:
    """Return the conversation of each post.

    `failed` are the sources that could not be read: their responses are not told to be without a post.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    files = _files(build.content)
    rules = build.settings
    policy = Policy(rules.comments, rules.pings, rules.close_after_days, build.site.timezone, build.site.now)
    stems = {_stem(source): source for source in posts}
    failed_stems = {_stem(source) for source in failed}
    for stem, found in files.items():
        if stem not in stems and stem not in failed_stems:
            hint = nearest(PurePosixPath(stem).name, [PurePosixPath(name).name for name in stems])
            problems.append(
                Problem(
                    "A thread for a post that does not exist.",
                    Place(found),
                    f"no post {stem}.md",
                    f"Name the file after its post{f': {hint}' if hint else ''}, or delete it.",
                )
            )
    conversations = {}
    for stem, source in stems.items():
        post = posts[source]
        archive = Archive()
        file = files.get(stem)
        if file:
            archive, wrong = decode(file, (build.content / file).read_bytes(), build.site.timezone)
            problems += wrong
        tree = thread(archive.responses, rules.thread_depth)
        warnings += [
            Problem(f"Response {repair}.", Place(file or source), "", "Correct its reply_to.")
            for repair in tree.repairs
        ]
        conversations[source] = Conversation(
            tree,
            policy.comments_open(post.date, archive.comments),
            policy.pings_open(post.date, archive.pings),
            policy.closes(post.date, archive.comments),
            policy.closes(post.date, archive.pings),
        )
    return Conversations(conversations, tuple(problems), tuple(warnings))


def _stem(source: str) -> str:
    return os.path.splitext(source)[0]  # noqa: PTH122 - sources are POSIX strings, ten thousand of them


def _files(content: Path) -> dict[str, str]:
    """Return the responses files by the path of their post without its ending."""
    found = {}
    for folder, _, names in os.walk(content, followlinks=True):
        for name in names:
            if name.endswith(SUFFIX):
                file = Path(folder, name).relative_to(content).as_posix()
                found[file.removesuffix(SUFFIX)] = file
    return dict(sorted(found.items()))
