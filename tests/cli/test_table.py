"""`merilo table`: the same figures in four forms."""

import json
from io import BytesIO

import openpyxl
import pytest

from merilo.cli.main import run

OCTOBER = ("--period", "2017-10", "--today", "2018-01-15")


def test_csv_is_for_programs(merilo):
    done = merilo(
        "table", "calls", "revenue", "win_rate", "average_check", "--by", "person", *OCTOBER,
        "--format", "csv", "--mean", "--total",
    )  # fmt: skip

    assert done.output == (
        "person,calls,revenue,win_rate,average_check\n"
        "Иванова Анна Сергеевна,3,3000.5,0.6666666666666666,1500.25\n"
        "Петров-Водкин Борис Константинович,1,0,,\n"
        "mean,2,1500.25,0.6666666666666666,1500.25\n"
        "total,4,3000.5,0.6666666666666666,1500.25\n"
    )


def test_json_says_what_it_means_and_on_what_it_was_counted(merilo):
    done = merilo("table", "deals_won", "--by", "month", "--period", "2017-Q4", "--format", "json")
    said = json.loads(done.output)

    assert said["period"] == {"since": "2017-10-01", "until": "2018-01-01"}
    assert said["snapshot"] == {"number": 1, "at": "2018-01-15T09:00:00+00:00"}
    assert said["definitions"]["deals_won"]["names"]["ru"] == "выигранные сделки"
    assert said["rows"] == [
        {"month": "2017-10-01", "deals_won": 2},
        {"month": "2017-11-01", "deals_won": 0},
        {"month": "2017-12-01", "deals_won": 0},
    ]


def test_workbook_holds_numbers_and_no_formulas(merilo, tmp_path):
    file = tmp_path / "table.xlsx"
    merilo("table", "revenue", "win_rate", "--by", "person", *OCTOBER, "--format", "xlsx",
           "--total", "--output", str(file))  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].rows]

    assert rows[0] == ["Person", "Revenue", "Win rate"]
    assert rows[1] == ["Иванова Анна Сергеевна", 3000.5, pytest.approx(2 / 3)]
    assert rows[-1] == ["Together", 3000.5, pytest.approx(2 / 3)]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)


def test_workbook_without_a_file_is_asked_for_one(merilo):
    done = merilo("table", "revenue", *OCTOBER, "--format", "xlsx")

    assert done.exit_code == 2
    assert "--output" in done.output


def test_text_is_aligned_and_says_unknown_by_a_dash(merilo):
    done = merilo("table", "calls", "win_rate", "--by", "person", *OCTOBER)

    assert done.output == (
        "Person                              Calls  Win rate\n"
        "───────────────────────────────────────────────────\n"
        "Иванова Анна Сергеевна                  3     66.7%\n"
        "Петров-Водкин Борис Константинович      1         —\n"
    )


def test_filter_is_by_name_and_several_mean_any(merilo):
    boris = "person=Петров-Водкин Борис Константинович"
    done = merilo("table", "calls", *OCTOBER, "--where", boris, "--format", "csv")
    both = merilo("table", "calls", *OCTOBER, "--where", boris, "--where",
                  "person=test:ann", "--format", "csv")  # fmt: skip

    assert done.output == "calls\n1\n"
    assert both.output == "calls\n4\n"


def test_sql_is_what_is_run(merilo):
    done = merilo("table", "revenue", *OCTOBER, "--sql")

    assert "MAKE_DATE(2017, 10, 1)" in done.output
    assert '"deals"' in done.output


def test_before_the_first_load_nothing_was_known(program, home):
    done = program("table", "calls", "--home", home, *OCTOBER, "--as-of", "2018-01-14")
    then = program("table", "calls", "--home", home, *OCTOBER, "--as-of", "2018-01-15",
                   "--format", "csv")  # fmt: skip

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert then.stdout == "calls\n4\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("table", "revenu", "--period", "2017"), "revenue"),
        (("table", "revenue", "--period", "2017-13"), "2017-10"),
        (("table", "revenue", "--period", "2017", "--by", "chanel"), "channel"),
        (("table", "selling_cost", "--period", "2017", "--by", "stage"), "person"),
        (("table", "revenue", "--period", "2017", "--where", "person=Анна"), "Иванова"),
        (("metrics", "win_rat"), "win_rate"),
    ],
)
def test_wrong_question_is_one_sentence_with_the_nearest(program, home, words, said):
    done = program(*words, "--home", home)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_empty_home_says_what_to_do(program, tmp_path):
    done = program("table", "revenue", "--period", "2017", "--home", tmp_path)

    assert done.returncode == 2
    assert "merilo import" in done.stderr


def test_bug_is_written_to_the_log_and_not_shown(monkeypatch, capsys, tmp_path):
    def broken(_home):
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr("merilo.company.Company.load", broken)
    monkeypatch.setattr(
        "sys.argv", ["merilo", "table", "calls", "--period", "2017", "--home", str(tmp_path)]
    )
    with pytest.raises(SystemExit) as stop:
        run()
    said = capsys.readouterr().err

    assert stop.value.code == 3
    assert "secret" not in said
    assert str(tmp_path / "log" / "merilo.log") in said
    assert "a secret of the code" in (tmp_path / "log" / "merilo.log").read_text("utf-8")
