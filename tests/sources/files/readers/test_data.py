"""The public data sets, in the layouts of real exports."""

import csv
from pathlib import Path

import pytest

from merilo.sources.files.open import sheets
from tests.sources.files.readers import make


def python(path: Path) -> list[list[str]]:
    """All records of a CSV, by Python's own reader."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_csv_is_read_as_python_reads_it(data: Path) -> None:
    paths = sorted(data.rglob("*.csv"))
    assert len(paths) > 20
    for path in paths:
        header, *rows = python(path)
        got = make.read(path)
        assert got.sheet.header == tuple(header), path
        assert got.rows == [(n, *[c or None for c in row]) for n, row in enumerate(rows, 2)], path
        assert got.broken == [], path


def test_the_export_of_amocrm(data: Path) -> None:
    path = data / "crm_headers_ru" / "maven_shaped" / "amocrm_export_sdelki.csv"
    (sheet,) = sheets(path)
    assert sheet.form == "CSV, utf-8, separated by ,"
    assert len(sheet.header) == 76
    assert sheet.header[:3] == ("ID", "Название сделки", "Бюджет ₽")
    assert sheet.header.count("Товар") == 2
    assert sum(chunk.count for chunk in sheet.chunks()) == 8_800


def test_the_export_of_bitrix24(data: Path) -> None:
    path = data / "crm_headers_ru" / "maven_shaped" / "DEAL_20260101_bitrix24.xls"
    got = make.read(path)
    assert len(got.rows) == 8_976
    assert len({row[1] for row in got.rows}) == 8_800
    won = [row for row in got.rows if row[3] == "УСПЕШНО РЕАЛИЗОВАНО"]
    assert len(won) == 4_322
    assert sum(int(str(row[4])) for row in won) == 10_173_215
    assert got.broken == []
    assert got.rows[-1][0] == 8_977


@pytest.mark.parametrize("where", [1, 4_400, 8_800])
@pytest.mark.parametrize("how", ["opened", "not closed"])
def test_a_spoilt_line_of_the_export_is_lost_alone(
    data: Path, tmp_path: Path, where: int, how: str
) -> None:
    path = data / "crm_headers_ru" / "maven_shaped" / "amocrm_export_sdelki.csv"
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    name = lines[where].split(",")[1]
    spoilt = name.removesuffix('"') if how == "not closed" else f'"{name}'
    assert spoilt != name
    lines[where] = lines[where].replace(name, spoilt, 1)
    got = make.read(make.raw(tmp_path / "f.csv", "".join(lines)))
    assert [row for row, _ in got.broken] == [where + 1]
    rows = python(path)
    del rows[where]
    assert got.cells == [tuple(cell or None for cell in row) for row in rows[1:]]
