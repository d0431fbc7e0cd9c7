"""What the author sees while writing."""

import os
import re
import shutil
import signal
import subprocess
import sys

from tests.site.folder import ROOT


def test_saving_a_file_refreshes_the_browser(tmp_path, chromium):
    """A change rebuilds and reloads the page; an error keeps the last good one."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "partwork", "serve", "--port", "0"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    context = chromium.new_context()
    try:
        for line in program.stdout:
            if match := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        page = context.new_page()
        page.goto(f"{match[0]}/about.html")
        about = tmp_path / "content/pages/about.md"
        text = about.read_text(encoding="utf-8")
        about.write_text(f"{text}\nFreshly written words.\n", encoding="utf-8")
        page.wait_for_selector("text=Freshly written words.", timeout=20_000)
        about.write_text("Slug: about\n\nNo title.", encoding="utf-8")
        for line in program.stdout:
            if "The file has no title." in line:
                break
        page.wait_for_selector("text=The file has no title.", timeout=20_000)
        assert page.locator("text=Freshly written words.").is_visible()
        about.write_text(f"{text}\nWords that mend it.\n", encoding="utf-8")
        page.wait_for_selector("text=Words that mend it.", timeout=20_000)
        page.wait_for_selector("[role=alert]", state="detached", timeout=20_000)
    finally:
        context.close()
        program.send_signal(signal.SIGINT)
        status = program.wait(timeout=20)
        program.stdout.close()
    assert status == 0
