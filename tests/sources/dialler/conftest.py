"""A home that reads a folder of exports."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from merilo.sources.sync import load
from merilo.sources.sync.marks import Marks
from tests.sources.lines import Lines, greet

NOW = 1_795_400_000.0  # 2026-11-22


@dataclass
class Dials(Lines):
    """With a folder; files are put into it as if long ago, unless they are being written."""

    folder: Path = Path()

    def put(self, name: str, content: str | bytes, ago: float = 3600, encoding="utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return self.aged(path, ago)

    def aged(self, path: Path, ago: float = 3600) -> Path:
        at = time.time() - ago
        os.utime(path, (at, at))
        return path

    def set(self, **settings: object) -> None:
        said = {"path": str(self.folder), "zone": "Europe/Moscow", "region": "RU"}
        self.connect("dial", "dialler", {**said, **settings})

    def read(self):
        return self.sync("dial")

    def hello(self):
        return greet(self.home, self.made["dial"])

    def calls(self, columns: str = "direction, outcome, duration_s") -> list[tuple]:
        """Calls that count, in the order in which they began."""
        return self.rows(
            f"select strftime(occurred_at, '%m-%d %H:%M:%S'), {columns} from activities "
            "where not coalesce(deleted, false) order by occurred_at, id"
        )

    @property
    def lacking(self) -> str:
        marks = Marks(self.home, "dial")
        try:
            return marks.head("calls").lacking
        finally:
            marks.close()


@pytest.fixture
def dials(tmp_path, monkeypatch) -> Dials:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(load, "put_calendar", lambda *_: None)
    (tmp_path / "calls").mkdir()
    made = Dials(tmp_path / "home", lambda: NOW, folder=tmp_path / "calls")
    made.set()
    return made
