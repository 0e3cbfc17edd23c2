"""Files that are no tables, each refused in one sentence."""

import random
from pathlib import Path

import pytest

from merilo.errors import FileError
from merilo.sources.files.open import sheets
from tests.sources.files.readers import make


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\n\r\n  \n;;\n", "all its lines are empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture, not a table"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"\x1f\x8b\x08\0", "a gzip archive; unpack it first"),
        (b"Rar!\x1a\x07\0", "a RAR archive"),
        (b'{"deals": [1]}', "it is JSON"),
        (b'[{"id": 1}]', "it is JSON"),
        (b'<?xml version="1.0"?><Workbook>', "it is XML"),
        (b"PK\x03\x04rubbish", "cannot be read to its end"),
        (random.Random(1).randbytes(5_000), "its content is binary"),
        (b"\0" * 1_000, "its content is binary"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, words: str) -> None:
    path = make.raw(tmp_path / "сделки.csv", content)
    with pytest.raises(FileError, match=words) as caught:
        sheets(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        sheets(tmp_path / "нет.csv")
    with pytest.raises(FileError, match="it is a folder"):
        sheets(tmp_path)
    with pytest.raises(FileError, match="cannot be read"):
        sheets(make.raw(tmp_path / "f.csv", b"a") / "g.csv")


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.raw(tmp_path / "f.csv", b"a;b\n")

    def refuse(*_: object) -> None:  # chmod would not stop root, under whom tests may run
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match="you have no right to read it"):
        sheets(path)


def test_a_worksheet_of_what_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no workbook, so it has no worksheet “Лист1”"):
        sheets(make.raw(tmp_path / "f.csv", b"a;b\n"), worksheet="Лист1")


@pytest.mark.parametrize(
    "content", ["[a];{b}\n1;2\n", "<a>;b\n1;2\n", "[1];2\n3;4\n", "{;}\n1;2\n"]
)
def test_captions_that_look_like_something_else(tmp_path: Path, content: str) -> None:
    assert len(make.read(make.raw(tmp_path / "f.csv", content)).rows) == 1
