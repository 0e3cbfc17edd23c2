"""The file of refused rows, and its way back."""

from pathlib import Path

import pytest

from merilo.errors import FileError
from merilo.sources.engine.refused import mended
from merilo.sources.files.load import Home, Import
from merilo.sources.files.mapping import Formats, Plan
from merilo.sources.files.open import sheets
from tests.sources.engine.desk import feed, refusals, sheet

TEXT = "id;outcome;amount;Note\n1;won;100;a\n2;won;1OO;=1+1\n3;won;3;c\n4;_;4;@x;\n".replace(
    ";\n", "\n"
)


def again(desk, path: Path):
    """Import the file as it lies there."""
    (paper,) = sheets(path)
    paper = mended(paper)
    plan = Plan((feed("deals", paper.header),), Formats())
    return paper, Import(paper, plan, Home(desk.path, desk.company, desk.now)).run()


def test_file_is_named_by_load_and_file_and_opens_in_a_spreadsheet(desk):
    outcome = desk.take(TEXT, name="Сделки 2017.csv")

    assert outcome.refused == desk.path / "refused" / "1-Сделки_2017.csv"
    raw = outcome.refused.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfrow;column;value;reason;id;outcome;amount;Note\r\n")
    assert not list(outcome.refused.parent.glob("*.new"))


def test_cells_stand_as_they_came(desk):
    assert [line["Note"] for line in refusals(desk.take(TEXT))] == ["=1+1", "@x"]


def test_mended_file_comes_in_again(desk):
    path = desk.take(TEXT).refused
    text = path.read_text("utf-8-sig").replace("2;won;1OO", "2;won;100").replace("4;;4", "4;lost;4")
    path.write_text(text, "utf-8-sig")
    paper, outcome = again(desk, path)

    assert paper.header == ("id", "outcome", "amount", "Note")
    assert outcome.changes["deals"].new == 2
    assert outcome.refused is None
    assert desk.rows("select id, amount::int, extra from deals order by id") == [
        ("1", 100, '{"Note":"a"}'), ("2", 100, '{"Note":"=1+1"}'), ("3", 3, '{"Note":"c"}'),
        ("4", 4, '{"Note":"@x"}'),
    ]  # fmt: skip


def test_what_is_still_wrong_is_told_by_its_row_in_the_first_file(desk):
    path = desk.take(TEXT).refused
    path.write_text(path.read_text("utf-8-sig").replace("4;;4", "4;lost;4"), "utf-8-sig")
    _, outcome = again(desk, path)

    (found,) = refusals(outcome)
    assert (found["row"], found["column"], found["value"]) == ("3", "amount", "1OO")


def test_line_that_stands_twice_in_a_mended_file_is_asked_about(desk):
    path = desk.take(TEXT).refused
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), "utf-8-sig")

    with pytest.raises(FileError, match="row 3 stands in it twice"):
        again(desk, path)


def test_broken_line_that_nobody_mended_is_refused_again(desk, tmp_path):
    file = tmp_path / "deals.csv"
    file.write_text("id;outcome;amount\n1;won;1\n2;won;1;5;7\n3;won;1\n4;won;1\n", "utf-8")
    _, outcome = again(desk, file)
    (found,) = refusals(outcome)
    assert (found["row"], found["value"]) == ("3", "2;won;1;5;7")
    text = outcome.refused.read_text("utf-8-sig")
    outcome.refused.write_text(text + "9;amount;x;y;7;won;5\r\n", "utf-8-sig")
    _, outcome = again(desk, outcome.refused)

    assert outcome.counts["deals"].accepted == 1
    assert [line["row"] for line in refusals(outcome)] == ["3"]


@pytest.mark.parametrize(
    "header", ["id;row;column;value;reason", "row;column;value;reason", "id;outcome"]
)
def test_any_other_sheet_is_what_it_is(header):
    paper = sheet(f"{header}\n1;2;3;4;5")

    assert mended(paper) is paper
