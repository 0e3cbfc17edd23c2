"""What a power cut can do to a lake of five loads: by name, what the doctor finds, what is left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from merilo.facts.lake import Lake

LOG = "deals/_delta_log"


def keep_nothing(path: Path) -> None:
    cut(path, 0)


def cut(path: Path, to: float = 0.5) -> None:
    """As a power cut does: only the beginning is on the disk."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * to)])


def log(lake: Lake, version: int) -> Path:
    return lake.root / LOG / f"{version:020}.json"


def newest_file(lake: Lake) -> Path:
    (path,) = (lake.root / "deals").glob("month=2017-10/00000005-*")
    return path


BACK = ["published", "back", "orphans"]


def zeros(path: Path) -> None:
    """As a power cut does, too: the length is on the disk, the contents are not."""
    path.write_bytes(b"\0" * path.stat().st_size)


def checkpoint(lake: Lake) -> Path:
    return lake.root / LOG / f"{4:020}.checkpoint.parquet"


DAMAGES: dict[str, tuple[Callable[[Lake], Any], list[str], int]] = {
    "pointer gone": (lambda lake: shown(lake).unlink(), ["published", "shown"], 5),
    "pointer cut": (lambda lake: cut(shown(lake)), ["published", "shown"], 5),
    "pointer old": (lambda lake: shown(lake).write_text(copy(lake, 4).read_text()), ["ahead"], 5),
    "pointer and copy cut": (
        lambda lake: (cut(shown(lake)), cut(copy(lake, 5))),
        ["past", *BACK],
        4,
    ),
    "log empty": (lambda lake: cut(log(lake, 5), 0), BACK, 4),
    "log cut": (lambda lake: cut(log(lake, 5)), BACK, 4),
    "log cut between lines": (lambda lake: keep_a_line(log(lake, 5)), BACK, 4),
    "log zeros": (lambda lake: zeros(log(lake, 5)), BACK, 4),
    "log gone": (lambda lake: log(lake, 5).unlink(), BACK, 4),
    "file gone": (lambda lake: newest_file(lake).unlink(), BACK, 4),
    "file cut": (lambda lake: cut(newest_file(lake)), BACK, 4),
    "file longer": (lambda lake: add(newest_file(lake), b"PAR1"), BACK, 4),
    "file zeros": (lambda lake: zeros(newest_file(lake)), BACK, 4),
    "checkpoint cut": (lambda lake: cut(checkpoint(lake)), ["checkpoint"], 5),
    "checkpoint zeros": (lambda lake: zeros(checkpoint(lake)), ["checkpoint"], 5),
    "checkpoint gone": (lambda lake: checkpoint(lake).unlink(), ["checkpoint"], 5),
    "old log cut": (lambda lake: cut(log(lake, 2)), ["past", "past", "orphans"], 5),
    "checkpoint and later loads gone": (
        lambda lake: (checkpoint(lake).unlink(), [cut(file) for file in written(lake, 4, 5)]),
        BACK,
        3,
    ),
    "old log and file gone": (
        lambda lake: (cut(log(lake, 4), 0), [cut(file) for file in written(lake, 4)]),
        ["past", "orphans"],
        5,
    ),
    "first log empty": (lambda lake: cut(log(lake, 0), 0), ["past", "past", "past"], 5),
    "old copy cut": (lambda lake: cut(copy(lake, 2)), ["past"], 5),
    "commit not shown": (
        lambda lake: log(lake, 6).write_text(log(lake, 5).read_text()),
        ["unfinished"],
        5,
    ),
    "cut commit not shown": (lambda lake: log(lake, 6).write_text("{"), ["unfinished"], 5),
    "file not shown": (lambda lake: new(lake, f"00000006-{'0' * 36}.parquet"), ["unfinished"], 5),
    "strange file": (lambda lake: new(lake, "strange.parquet"), ["orphans"], 5),
    "draft of the pointer": (lambda lake: add(lake.root / "published.json.new"), ["scraps"], 5),
    "draft of a copy": (lambda lake: add(lake.root / "snapshots/6.json.new"), ["scraps"], 5),
    "draft of a commit": (lambda lake: add(lake.root / LOG / "_c.json.tmp"), ["scraps"], 5),
    "pen": (
        lambda lake: (lake.root / ".writer").write_text(
            '{"pid": 7, "who": "sync", "since": "2017-01-01T00:00:00Z"}'
        ),
        ["pen"],
        5,
    ),
}


def shown(lake: Lake) -> Path:
    return lake.root / "published.json"


def written(lake: Lake, *loads: int) -> list[Path]:
    """What these loads wrote into September: each replaced what the one before had written."""
    return [p for n in loads for p in (lake.root / "deals").glob(f"month=2017-09/{n:08}-*")]


def copy(lake: Lake, number: int) -> Path:
    return lake.root / f"snapshots/{number}.json"


def keep_a_line(path: Path) -> None:
    path.write_text(path.read_text().splitlines()[0] + "\n")


def add(path: Path, text: bytes = b"{") -> None:
    with path.open("ab") as file:
        file.write(text)


def new(lake: Lake, name: str) -> None:
    add(newest_file(lake).with_name(name), b"PAR1")
