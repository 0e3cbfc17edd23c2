"""Zips: every table in them, read where it lies."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from merilo.errors import FileError
from merilo.sources.files import kind
from merilo.sources.files.open import sheets
from tests.sources.files.readers import make

CSV = "ID;Имя\n1;Анна\n2;Иван\n".encode()


def test_one_file_in_a_zip_is_read_as_itself(tmp_path: Path) -> None:
    path = make.zipped(tmp_path / "f.zip", {"сделки.csv": CSV})
    got = make.read(path)
    assert got.rows == [(2, "1", "Анна"), (3, "2", "Иван")]
    assert got.sheet.part == ""
    assert got.sheet.path == path
    assert got.sheet.size < path.stat().st_size
    assert got.reads == [1.0]


def test_every_kind_of_table_in_one_zip(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.create_sheet("Люди").append(["c", "d"])
    book.save(tmp_path / "f.xlsx")
    members = {
        "2024/сделки.csv": "Имя;Город\nАнна;Пермь\n".encode("cp1251"),
        "2024/": b"",
        "book.xlsx": (tmp_path / "f.xlsx").read_bytes(),
        "DEAL.xls": make.page([["x", "y"], ["1", "2"]]).encode(),
        "old.xls": make.xls(tmp_path / "f.xls", [["m", "n"], [1, 2]]).read_bytes(),
        "table.ods": make.ods(tmp_path / "f.ods", make.ods_row("p", "q")).read_bytes(),
        "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "__MACOSX/._сделки.csv": b"rubbish",
        "__MACOSX/сделки.csv": b"rubbish",
        "2024/.DS_Store": b"rubbish",
        "Thumbs.db": b"rubbish",
    }
    found = sheets(make.zipped(tmp_path / "f.zip", members))
    assert [(sheet.part, sheet.header) for sheet in found] == [
        ("2024/сделки.csv", ("Имя", "Город")),
        ("book.xlsx / Sheet", ("a", "b")),
        ("book.xlsx / Люди", ("c", "d")),
        ("DEAL.xls", ("x", "y")),
        ("old.xls", ("m", "n")),
        ("table.ods", ("p", "q")),
    ]
    assert [make.drain(sheet).rows for sheet in found] == [
        [(2, "Анна", "Пермь")],
        [],
        [],
        [(2, "1", "2")],
        [(2, "1", "2")],
        [],
    ]


def test_names_by_old_archivers(tmp_path: Path) -> None:
    """On Russian Windows they wrote names in cp866, without the flag that says UTF-8."""
    path = make.zipped(tmp_path / "f.zip", {"xxxxxx.csv": CSV, "yyyy.csv": CSV, "zzr.csv": CSV})
    raw = path.read_bytes().replace(b"xxxxxx", "сделки".encode("cp866"))
    raw = raw.replace(b"yyyy", "люди".encode("cp866")).replace(b"zz", b"\x81\x82")  # ü, é
    found = sheets(make.raw(path, raw))
    assert [sheet.part for sheet in found] == ["сделки.csv", "люди.csv", "üér.csv"]
    assert all(len(make.drain(sheet).rows) == 2 for sheet in found)


def test_a_path_out_of_the_zip_is_but_a_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = make.zipped(tmp_path / "in" / "f.zip", {"../evil.csv": CSV})
    assert len(make.read(path).rows) == 2
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "in", path]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "no table in this archive"),
        ({"a.png": b"\x89PNG\r\n\x1a\n", "b.csv": b""}, "no table in this archive"),
        ({"word/document.xml": b"<w>"}, "a text or a presentation"),
        ({"xl/workbook.bin": b"x"}, "XLSB"),
        ({"a.txt": b"\0\1\2\3" * 100}, "a.txt: its content is binary"),
    ],
)
def test_zips_without_tables(tmp_path: Path, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(FileError, match=words):
        sheets(make.zipped(tmp_path / "f.zip", members))


def test_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner = make.zipped(tmp_path / "g.zip", {"a.csv": CSV}).read_bytes()
    with pytest.raises(FileError, match=r"f\.zip: g\.zip: it is an archive inside an archive"):
        sheets(make.zipped(tmp_path / "f.zip", {"g.zip": inner}))


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "BOMB", 1_000_000)
    bomb = make.zipped(tmp_path / "f.zip", {"a.csv": b"a;b\n" * 2_000_000})
    with pytest.raises(FileError, match=r"would unpack to \d+ times its size"):
        sheets(bomb)
    inner = make.zipped(tmp_path / "g.zip", {"xl/workbook.xml": b" " * 8_000_000}).read_bytes()
    with pytest.raises(FileError, match="would unpack to"):
        sheets(make.zipped(tmp_path / "h.zip", {"g.xlsx": inner}))


def test_a_locked_zip(tmp_path: Path) -> None:
    path = make.zipped(tmp_path / "f.zip", {"a.csv": CSV})
    raw = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(mark) + flags] |= 1
    with pytest.raises(FileError, match="locked with a password"):
        sheets(make.raw(path, bytes(raw)))


def test_a_broken_zip(tmp_path: Path) -> None:
    rows = b"".join(b"%d;%d\n" % (n, n * 7919 % 1000) for n in range(200_000))
    path = make.zipped(tmp_path / "f.zip", {"a.csv": b"a;b\n" + rows})
    raw = path.read_bytes()
    with pytest.raises(FileError, match="cannot be read to its end"):
        sheets(make.raw(tmp_path / "g.zip", raw[: len(raw) // 2]))
    middle = len(raw) // 2
    spoilt = make.raw(tmp_path / "h.zip", raw[:middle] + bytes(50) + raw[middle + 50 :])
    with pytest.raises(FileError, match="cannot be read to its end"):
        make.read(spoilt)
    begin = 30 + len("a.csv")
    spoilt = make.raw(tmp_path / "i.zip", raw[:begin] + b"\xff" * 50 + raw[begin + 50 :])
    with pytest.raises(FileError, match="cannot be read to its end"):
        sheets(spoilt)
    with ZipFile(path, "w", ZIP_DEFLATED) as box:
        box.writestr("a.csv", CSV)
    strange = path.read_bytes().replace(b"\x08\x00", b"\x63\x00")  # a method nobody knows
    with pytest.raises(FileError, match="cannot be read"):
        sheets(make.raw(path, strange))
