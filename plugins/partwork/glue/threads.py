"""The responses files of a site, found, read and threaded."""

import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from partwork.errors import Place, Problem, nearest
from partwork.glue import sources
from partwork.glue.build import Build
from partwork.model import Post, Thread
from partwork.responses.file import SUFFIX, Archive, decode
from partwork.responses.policy import Policy
from partwork.responses.thread import thread

# What people write for SUFFIX.
_ALMOST = re.compile(r"\.responses?\.ya?ml$", re.IGNORECASE)


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
    """All conversations by the source of the post, their files, what is wrong, and what was repaired."""

    by_source: Mapping[str, Conversation]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read(build: Build, posts: Mapping[str, Post], failed: frozenset[str]) -> Conversations:
    """Return the conversation of each post.

    `failed` are the sources that could not be read: their responses are not told to be without a post.
    """
    warnings: list[Problem] = []
    problems = [_misnamed(file) for file in build.files if _ALMOST.search(file) and not file.endswith(SUFFIX)]
    files = {file.removesuffix(SUFFIX): file for file in build.files if file.endswith(SUFFIX)}
    rules = build.settings
    policy = Policy(rules.comments, rules.pings, rules.close_after_days, build.site.timezone, build.now)
    stems: dict[str, list[str]] = defaultdict(list)
    for source in posts:
        stems[_stem(source)].append(source)
    failed_stems = {_stem(source) for source in failed}
    for stem, file in files.items():
        if stem not in stems and stem not in failed_stems:
            hint = nearest(PurePosixPath(stem).name, [PurePosixPath(name).name for name in sorted(stems)])
            problems.append(
                Problem(
                    "A thread for a post that does not exist.",
                    Place(file),
                    f"no post {stem}.md",
                    f"Name the file after its post{f': {hint}' if hint else ''}, or delete it.",
                )
            )
    problems += [
        Problem(
            "One thread for several posts.", Place(files[stem]), ", ".join(several), "Rename all but one."
        )
        for stem, several in stems.items()
        if len(several) > 1 and stem in files
    ]
    conversations = {}
    for source, post in posts.items():
        archive = Archive()
        own = files.get(_stem(source))
        if own:
            raw, unreadable = sources.read(build.content, own)
            archive, wrong = decode(own, raw, build.site.timezone)
            problems += [*unreadable, *wrong]
        tree = thread(archive.responses, rules.thread_depth)
        warnings += [
            Problem(f"Response {repair}.", Place(own or source), "", "Correct its reply_to.")
            for repair in tree.repairs
        ]
        conversations[source] = Conversation(
            tree,
            policy.comments_open(post.date, archive.comments),
            policy.pings_open(post.date, archive.pings),
            policy.closes(post.date, archive.comments),
            policy.closes(post.date, archive.pings),
        )
    return Conversations(conversations, tuple(files.values()), tuple(problems), tuple(warnings))


def _stem(source: str) -> str:
    return os.path.splitext(source)[0]  # noqa: PTH122 - sources are POSIX strings, ten thousand of them


def _misnamed(file: str) -> Problem:
    name = _ALMOST.sub(SUFFIX, PurePosixPath(file).name)
    return Problem("A thread under a name that is not read.", Place(file), "", f"Name the file {name}.")
