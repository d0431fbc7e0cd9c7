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

# YAML has two endings; a thread under the other one would vanish quietly.
_MISNAMED = ".responses.yml"


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
    warnings: list[Problem] = []
    found = _files(build.content)
    files = {file.removesuffix(SUFFIX): file for file in found if file.endswith(SUFFIX)}
    problems = [_misnamed(file) for file in found if not file.endswith(SUFFIX)]
    rules = build.settings
    policy = Policy(rules.comments, rules.pings, rules.close_after_days, build.site.timezone, build.site.now)
    stems = {_stem(source) for source in posts}
    for stem, file in files.items():
        if stem not in stems and stem not in {_stem(source) for source in failed}:
            hint = nearest(PurePosixPath(stem).name, [PurePosixPath(name).name for name in sorted(stems)])
            problems.append(
                Problem(
                    "A thread for a post that does not exist.",
                    Place(file),
                    f"no post {stem}.md",
                    f"Name the file after its post{f': {hint}' if hint else ''}, or delete it.",
                )
            )
    conversations = {}
    for source, post in posts.items():
        archive = Archive()
        own = files.get(_stem(source))
        if own:
            archive, wrong = decode(own, (build.content / own).read_bytes(), build.site.timezone)
            problems += wrong
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
    return Conversations(conversations, tuple(problems), tuple(warnings))


def _stem(source: str) -> str:
    return os.path.splitext(source)[0]  # noqa: PTH122 - sources are POSIX strings, ten thousand of them


def _misnamed(file: str) -> Problem:
    name = PurePosixPath(file).name.removesuffix(_MISNAMED)
    return Problem(
        "A thread under a name that is not read.", Place(file), "", f"Name the file {name}{SUFFIX}."
    )


def _files(content: Path) -> list[str]:
    """Return the files of responses, those with the wrong ending as well."""
    return sorted(
        Path(folder, name).relative_to(content).as_posix()
        for folder, _, names in os.walk(content, followlinks=True)
        for name in names
        if name.endswith((SUFFIX, _MISNAMED))
    )
