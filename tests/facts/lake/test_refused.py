"""What the disk refuses: said in one sentence, and the lake stays as it was."""

import errno
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import duckdb
import pytest
from deltalake.exceptions import DeltaError

from merilo.errors import Broken, Unwritable
from merilo.facts.lake import Lake
from merilo.facts.lake.disk import mapped
from tests.facts.lake.given import NOON, deal, ids, put

ROOT = Path(__file__).parents[3]


def run(script: str, *arguments: object) -> list[str]:
    """What the script prints, line by line."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


FULL = """
    import resource, sys
    from merilo.errors import Unwritable
    from merilo.facts.lake import Lake
    from tests.facts.lake.given import NOON, deal, put
    from pathlib import Path

    sys.dont_write_bytecode = True  # it would be cut off
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
    try:
        put(Lake.open(Path(sys.argv[1])), [deal(n, name=f"{n * 7919}") for n in range(9000)])
    except Unwritable as error:
        print(error)
"""


@pytest.mark.parametrize("limit", [100, 500, 1500, 3000, 10_000])
def test_no_room_for_a_file_is_said_in_one_sentence(lake: Lake, limit: int) -> None:
    put(lake, [deal("before")])
    before = lake.snapshot()
    problem = "the file would be larger than the system allows"
    assert run(FULL, lake.root, limit) == [
        f"{lake.root} cannot be written: {problem}; nothing was changed."
    ]
    assert lake.snapshot() == before
    put(lake, [deal("after")])
    assert ids(lake.snapshot()) == ["after", "before"]
    assert lake.doctor(NOON) == []


DENIED = """
    import os, sys
    from merilo.errors import Broken, Unwritable
    from merilo.facts.lake import Lake
    from tests.facts.lake.given import deal, ids, put
    from pathlib import Path

    os.geteuid() or os.setuid(65534)  # rights do not stop root
    lake = Lake.open(Path(sys.argv[1]))
    print(*ids(lake.snapshot()))
    for way in (lambda: put(lake, [deal(2)]), lambda: lake.pin("x")):
        try:
            way()
        except Unwritable as error:
            print(error)
    try:
        Lake.open(Path(sys.argv[1]).parent / "new")
    except Unwritable as error:
        print(error)
    print(*ids(lake.snapshot()))
"""


def test_whoever_may_not_write_may_read() -> None:
    with tempfile.TemporaryDirectory() as home:
        lake = Lake.open(Path(home) / "lake")
        put(lake, [deal(1)])
        for path in (Path(home), *Path(home).rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        said = run(DENIED, lake.root)
        for path in (Path(home), *Path(home).rglob("*")):
            path.chmod(0o755)
    why = "cannot be written: this user has no right to; nothing was changed."
    new = lake.root.parent / "new"
    assert said == ["1", f"{lake.root} {why}", f"{lake.root} {why}", f"{new} {why}", "1"]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk's quota is used up"),
        (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only"),
        (duckdb.IOException("Could not write: No space left on device"), "the disk is full"),
        (DeltaError("Generic LocalFileSystem error: Permission denied (os error 13)"),
         "this user has no right to"),
        (duckdb.OutOfMemoryException("no memory"), "the memory it may use does not suffice"),
    ],
)  # fmt: skip
def test_what_the_disk_refuses_is_said_in_our_words(error: Exception, problem: str) -> None:
    with pytest.raises(Unwritable) as raised, mapped(Path("/lake")):
        raise error
    assert str(raised.value) == f"/lake cannot be written: {problem}; nothing was changed."


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (OSError(errno.EIO, "Input/output error"), Broken),
        (DeltaError("Kernel error: Json error"), Broken),
        (duckdb.IOException("No files found that match the pattern"), Broken),
        (duckdb.BinderException("no such column"), duckdb.BinderException),
        (ValueError("a bug"), ValueError),
    ],
)
def test_damage_is_broken_and_a_bug_stays_a_bug(error: Exception, becomes: type) -> None:
    with pytest.raises(becomes), mapped(Path("/lake")):
        raise error


def test_no_room_for_the_callers_own_tables_is_said_too(lake: Lake) -> None:
    with pytest.raises(Unwritable, match="the memory it may use"):
        sort_much(lake)


def sort_much(lake: Lake) -> None:
    with lake.writing("sort", NOON, memory="20MB") as load:
        load.db.execute("set max_temp_directory_size = '1MB'")
        load.db.execute("create temp table much as select random()::text from range(3000000)")
