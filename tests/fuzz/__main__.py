"""Fuzz one reader, or one after the other. What is found is kept in ``.fuzz/``, and tried first next time."""

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(".fuzz")


def main() -> int:
    """Fuzz what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", help="one reader; all of them where none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for how long, each")
    asked = parser.parse_args()
    if asked.target:
        _fuzz(asked.target, asked.seconds)
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - a run of one reader imports it instrumented

    command = [sys.executable, "-m", "tests.fuzz", "--seconds", str(asked.seconds)]
    return max(subprocess.run([*command, name], check=False).returncode for name in TARGETS)


def _fuzz(name: str, seconds: int) -> None:
    """Fuzz one reader; the fuzzer ends the process."""
    import atheris  # noqa: PLC0415 - an extra that only this needs

    with atheris.instrument_imports(include=["partwork", "justhtml", "tests.fuzz"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - instrumented
    if name not in TARGETS:
        sys.exit(f"{name} is none of {', '.join(TARGETS)}")
    target = TARGETS[name]
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = FOLDER / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    options = [
        f"-max_total_time={seconds}",
        "-max_len=4096",
        "-timeout=5",  # a second is long for four kilobytes
        "-rss_limit_mb=2048",
        f"-dict={words}",
        f"-artifact_prefix={FOLDER}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([f"fuzz {name}", *options, str(corpus)], target.read)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
