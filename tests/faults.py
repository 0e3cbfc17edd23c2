"""Deliberate faults, planted one at a time into a copy: a test has to fail. `make faults`.

Names of modules, or their beginnings, may follow: `python -m tests.faults metrics/rows`.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

import yaml

ROOT = Path(__file__).parents[1]
# By module: the `tests` that guard it, and its `faults`: what it `was`, and what it is `now`.
GUARDED = {
    module: guard
    for file in sorted((ROOT / "tests/planted").glob("*.yaml"))
    for module, guard in yaml.safe_load(file.read_text("utf-8")).items()
}


def passed(folder: Path, tests: Sequence[str]) -> bool:
    """Whether the tests pass. A copy in which they cannot even begin says nothing."""
    options = ["-qx", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode not in (0, 1):
        raise RuntimeError(f"{tests} did not run:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    return run.returncode == 0


def unnoticed(folder: Path, modules: Sequence[str]) -> Iterator[str]:
    """The faults that no test sees."""
    sound = cache(lambda tests: passed(folder, tests))
    for module, guard in GUARDED.items():
        if modules and not module.startswith((*modules,)):
            continue
        tests = (*guard["tests"],)
        assert sound(tests), f"{tests} fail without any fault"
        for fault in guard["faults"]:
            seen = not planted(folder, module, tests, **fault)
            say(f"{'noticed  ' if seen else 'UNNOTICED'} {module}: {fault['was']!r}")
            if not seen:
                yield f"{module}: {fault['was']!r} -> {fault['now']!r}"


def planted(folder: Path, module: str, tests: Sequence[str], was: str, now: str) -> bool:
    """Whether the tests pass with the fault."""
    file = folder / "src/merilo" / module
    sound = file.read_text("utf-8")
    assert sound.count(was) == 1, f"{module} has {sound.count(was)} of {was!r}: mend the list"
    file.write_text(sound.replace(was, now), "utf-8")
    try:
        return passed(folder, tests)
    finally:
        file.write_text(sound, "utf-8")


def say(line: str) -> None:
    """Print at once: a run takes long."""
    print(line, flush=True)  # noqa: T201


def main() -> int:
    """1 if a fault passed unnoticed."""
    with TemporaryDirectory() as folder:
        copy = Path(copytree(ROOT, Path(folder) / "copy", ignore=ignore_patterns(".*")))
        missed = [*unnoticed(copy, sys.argv[1:])]
    say(f"{len(missed)} passed unnoticed")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
