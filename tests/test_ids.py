"""Each point of the checklists has a test that is named after it."""

import ast
import os
import re
import subprocess
import sys

from tests.site.folder import ROOT

_LINE = re.compile(r"(?P<group>[A-Z]{2}-[A-Z]?) (?P<first>\d\d)(?:-(?P<last>\d\d))?  .*")
_ID = re.compile(r"(?<![a-z0-9])([a-z]{2})[-_]([a-z]?\d\d)(?!\d)", re.IGNORECASE)


def listed() -> set[str]:
    """Return the ids of the checklists, which ``ids.txt`` lists."""
    ids: set[str] = set()
    for line in (ROOT / "tests/ids.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            entry = _LINE.fullmatch(line)
            assert entry, line
            numbers = range(int(entry["first"]), int(entry["last"] or entry["first"]) + 1)
            ids.update(f"{entry['group']}{number:02}" for number in numbers)
    return ids


def words() -> set[str]:
    """Return the names of all tests and cases, as pytest collects them, and what tests say of themselves."""
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider"]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(collect, cwd=ROOT, capture_output=True, text=True, check=True, env=unmeasured)
    tests = {line for line in done.stdout.splitlines() if "::" in line}
    said = set()
    for path in {test.partition("::")[0] for test in tests}:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said.add(ast.get_docstring(node) or "")
    return {test.partition("::")[2] for test in tests} | said


def test_every_id_names_a_test():
    """A point of a checklist that no test shows is told by its id."""
    named = {f"{group}-{number}".upper() for text in words() for group, number in _ID.findall(text)}
    assert sorted(listed() - named) == []
