"""The responses files of a site, found, read and threaded."""

import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from partwork.errors import Place, Problem, nearest
from partwork.glue import sources
from partwork.glue.build import Build
from partwork.model import Post, Thread
from partwork.responses.archive import SUFFIX, Archive
from partwork.responses.policy import Policy
from partwork.responses.thread import thread

# What people write for SUFFIX.
_ALMOST = re.compile(r"\.responses?\.ya?ml$", re.IGNORECASE)


class Conversation(msgspec.Struct, frozen=True):
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
        stems[stem(source)].append(source)
    failed_stems = {stem(source) for source in failed}
    for name, file in files.items():
        if name not in stems and name not in failed_stems:
            hint = nearest(PurePosixPath(name).name, [PurePosixPath(other).name for other in sorted(stems)])
            problems.append(
                Problem(
                    "A thread for a post that does not exist.",
                    Place(file),
                    f"no post {name}.md",
                    f"Name the file after its post{f': {hint}' if hint else ''}, or delete it.",
                )
            )
    problems += [
        Problem(
            "One thread for several posts.", Place(files[name]), ", ".join(several), "Rename all but one."
        )
        for name, several in stems.items()
        if len(several) > 1 and name in files
    ]
    conversations = {}
    nothing_said = Archive(), Thread()
    for name, several in stems.items():
        archive, tree = nothing_said
        if own := files.get(name):
            from partwork.responses.file import decode  # noqa: PLC0415 - YAML is slow to import

            raw, unreadable = sources.read(build.content, own)
            archive, wrong = decode(own, raw, build.site.timezone)
            problems += [*unreadable, *wrong]
            tree = thread(archive.responses, rules.thread_depth)
            warnings += [
                Problem(f"Response {repair}.", Place(own), "", "Correct its reply_to.")
                for repair in tree.repairs
            ]
        for source in several:
            conversations[source] = _conversation(policy, posts[source].date, archive, tree)
    return Conversations(conversations, tuple(files.values()), tuple(problems), tuple(warnings))


def _conversation(policy: Policy, published: datetime, archive: Archive, tree: Thread) -> Conversation:
    return Conversation(
        tree,
        policy.comments_open(published, archive.comments),
        policy.pings_open(published, archive.pings),
        policy.closes(published, archive.comments),
        policy.closes(published, archive.pings),
    )


def stem(source: str) -> str:
    """Return the path of a source without its ending."""
    return os.path.splitext(source)[0]  # noqa: PTH122 - sources are POSIX strings, ten thousand of them


def _misnamed(file: str) -> Problem:
    name = _ALMOST.sub(SUFFIX, PurePosixPath(file).name)
    return Problem("A thread under a name that is not read.", Place(file), "", f"Name the file {name}.")
