"""`merilo import`: what it says, what it asks, how it ends."""

import io
import json
import resource
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from merilo.cli.main import cli, run
from merilo.facts.lake import Lake

DEALS = (
    "ID;Менеджер;Сумма;Статус;Дата создания;Дата закрытия\n"
    "1;Анна;50 000 руб.;Оплачено;01.10.2017;08.10.2017\n2;Анна;1;Отказ;02.10.2017;09.10.2017\n"
)
FLAWED = (
    DEALS + "".join(f"{n};Анна;{n};Отказ;02.10.2017;09.10.2017\n" for n in range(3, 13))
    + "13;Анна;пять;Отказ;02.10.2017;09.10.2017\n"
)  # fmt: skip
DOUBTFUL = (
    "id;Seller;Amount;Stage;Created;Closed\n"
    "1;Ann;5;Zeta;2017-10-01;2017-10-02\n2;Ann;6;Eta;2017-10-01;\n"
)


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def program(monkeypatch, capsys):
    """The whole program in this process: what it prints, and its exit code."""
    monkeypatch.setenv("TZ", "UTC")

    def go(*words) -> Done:
        monkeypatch.setattr(sys, "argv", ["merilo", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        return Done(ended.value.code, *capsys.readouterr())

    return go


@pytest.fixture
def merilo(program, tmp_path):
    """`merilo import` of a text into a home of its own."""

    def go(text, *words):
        path = tmp_path / "deals.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return program("import", path, *words, "--home", tmp_path / "home", "--lang", "en")

    go.home = tmp_path / "home"
    return go


def test_says_what_became_of_every_row_and_what_to_ask_next(merilo, program):
    done = merilo(DEALS)

    assert (done.returncode, done.stderr) == (0, "")
    counts = "2 read = 2 accepted + 0 refused + 0 superseded (2 new, 0 changed, 0 same)"
    assert f"deals: {counts}" in done.stdout
    assert "Arose with them: people 1" in done.stdout
    assert "days are those of UTC, amounts are added up in RUB" in done.stdout
    *_, last = done.stdout.splitlines()
    command = shlex.split(last.split("merilo ", 1)[1])  # from a clone it is ./merilo
    assert " ".join(command).startswith(
        "table revenue deals_won win_rate --by person --period 2017-10 --home"
    )
    table = program(*command, "--format", "json")
    (row,) = json.loads(table.stdout)["rows"]
    assert row["person"] == "Анна"
    assert float(row["revenue"]) == 50000


def test_facts_of_several_months_are_asked_about_by_the_year(merilo):
    done = merilo(DEALS.replace("08.10.2017", "08.11.2017"))

    assert "--period 2017 --home" in done.stdout


def test_in_another_language(merilo):
    done = merilo(DEALS, "--lang", "ru")

    assert (done.returncode, done.stderr) == (0, "")
    assert "deals: 2 " in done.stdout


def test_dry_run_says_the_same_and_writes_nothing(merilo):
    dry, true = merilo(DEALS, "--dry-run"), merilo(DEALS)

    assert "Nothing was written: this was a dry run." in dry.stdout
    same = [line for line in true.stdout.splitlines() if "read =" in line or "Arose" in line]
    assert len(same) == 2
    assert set(same) <= set(dry.stdout.splitlines())


def test_dry_run_leaves_a_new_home_untouched(merilo):
    merilo(DEALS, "--dry-run")

    assert not merilo.home.exists()


def test_again_is_the_same(merilo):
    merilo(DEALS)

    assert "(0 new, 0 changed, 2 same)" in merilo(DEALS).stdout
    assert Lake(merilo.home / "lake").snapshot().number == 1


def test_refused_rows_are_told_and_where_they_are(merilo):
    done = merilo(FLAWED)

    assert done.returncode == 0
    assert "13 read = 12 accepted + 1 refused + 0 superseded" in done.stdout
    assert "Refused: Сумма: not an amount: 1" in done.stdout
    assert f"{merilo.home}/refused/1-deals.csv" in done.stdout
    assert (merilo.home / "refused" / "1-deals.csv").exists()


def test_strict_is_done_and_tells_by_its_exit_code(merilo):
    done = merilo(FLAWED, "--strict")

    assert (done.returncode, done.stderr) == (1, "")
    assert Lake(merilo.home / "lake").snapshot().number == 1
    assert merilo(DEALS, "--strict").returncode == 0


def test_doubts_stop_it_where_nobody_can_be_asked(merilo):
    done = merilo(DOUBTFUL)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    proposed = merilo.home / "mappings" / "proposed-deals.csv.yaml"
    assert str(proposed) in line
    assert not (merilo.home / "lake").exists()
    done = merilo(DOUBTFUL, "--map", proposed)
    assert done.returncode == 0, done.stderr


def test_dry_run_tells_doubts_and_goes_on(merilo):
    done = merilo(DOUBTFUL, "--dry-run")

    assert done.returncode == 0
    assert "To decide: " in done.stdout
    assert "2 read = 2 accepted" in done.stdout


def test_doubts_are_asked_about_at_a_terminal_once(tmp_path, monkeypatch):
    from merilo.cli import ask

    path, home = tmp_path / "deals.csv", str(tmp_path / "home")
    path.write_text(DOUBTFUL, "utf-8")
    monkeypatch.setattr(ask, "interactive", lambda: True)
    words = ["import", str(path), "--home", home, "--lang", "en"]
    asked = CliRunner().invoke(cli, words, input="1\n" * 9, catch_exceptions=False)
    again = CliRunner().invoke(cli, words, input="", catch_exceptions=False)

    assert asked.exit_code == again.exit_code == 0
    assert "1. " in asked.stderr
    assert "read so from now on" in asked.stdout
    assert "1. " not in again.stderr
    assert "(0 new, 0 changed, 2 same)" in again.stdout


def test_answer_is_the_choice_of_that_number():
    from merilo.cli.ask import asked
    from merilo.sources.files.ask import Question, Sentence

    question = Question(
        "deals.owner", Sentence("Which {what}?", what="column"), ("a", "b", "-"), "a"
    )
    for said, choice in (("2\n", "b"), ("9\n3\n", "-"), ("\n", "a")):
        with CliRunner().isolation(said):
            assert asked(question, Path("deals.csv")) == choice


PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (b"", (), "the file is empty"),
        (PICTURE, (), "not a table"),
        ("id;Amount;Status;Closed\n", (), "no rows"),
        ("\n\n\n", (), "empty"),
        ("a;b\n1;2\n", (), "--as TABLE"),
        (DEALS, ("--as", "dealz"), "Nearest: deals"),
        (DEALS, ("--zone", "Europe/Moskow"), "Nearest: Europe/Moscow"),
        (DEALS, ("--encoding", "utf-7000"), "no encoding"),
        (DEALS, ("--separator", "::"), "no separator"),
        (DEALS, ("--sheet", "May"), "no worksheet"),
        (DEALS, ("--map", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_bad_input_ends_in_one_sentence(merilo, text, words, said):
    done = merilo(text, *words)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert said in line
    assert not (merilo.home / "lake" / "deals").exists()


def test_no_date_in_the_date_column_is_one_sentence(merilo, tmp_path):
    mapping = tmp_path / "deals.yaml"
    mapping.write_text(
        "table: deals\ncolumns: {id: id, outcome: Status, closed: Closed}\n", "utf-8"
    )
    done = merilo("id;Status;Closed\n1;won;soon\n2;won;later\n", "--map", mapping)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "none of its 2 rows can be let in, most often for: Closed: not a date" in line
    assert str(merilo.home / "refused" / "1-deals.csv") in line


@pytest.mark.parametrize("path", ["nowhere.csv", "."])
def test_path_that_is_no_file_is_one_sentence(program, tmp_path, path):
    done = program("import", tmp_path / path, "--home", tmp_path / "home")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_captions_that_repeat_are_told_apart(merilo):
    done = merilo("id;Amount;Status;Note;Note\n1;5;won;a;b\n")

    assert done.returncode == 0
    assert "2 read" not in done.stdout
    assert "1 read = 1 accepted" in done.stdout


def test_somebody_else_s_pen_is_named(merilo, program):
    merilo(DEALS)
    with Lake(merilo.home / "lake").writing("nightly sync", datetime.now(UTC)):
        done = merilo(DEALS, "--wait", "0.2")

    assert done.returncode == 3
    waiting, line = done.stderr.splitlines()
    assert waiting.endswith("is writing; waiting ...")
    assert "nightly sync" in line
    assert "nothing was changed" in line


def test_home_that_cannot_be_written_is_one_sentence(merilo, tmp_path):
    (tmp_path / "home").write_text("a file stands in the way")
    done = merilo(DEALS)

    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr


def test_full_disk_is_one_sentence_and_changes_nothing(merilo, tmp_path):
    """As far as one is to be had: a limit on the size of files."""
    merilo(DEALS)
    many = DEALS + "".join(f"x{n};Анна;{n};Отказ;02.10.2017;09.10.2017\n" for n in range(20_000))
    path = tmp_path / "many.csv"
    path.write_text(many, "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    program = "from merilo.cli.main import run; run()"
    command = [sys.executable, "-B", "-c", program, "import", str(path)]  # no bytecode cut off
    done = subprocess.run(
        [*command, "--home", str(merilo.home)], capture_output=True, text=True,
        env={"TZ": "UTC"}, preexec_fn=limit,
    )  # fmt: skip

    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert "nothing was changed" in line
    assert Lake(merilo.home / "lake").snapshot().number == 1


def test_several_files_each_with_its_own_lines(merilo, program, tmp_path):
    (tmp_path / "people.csv").write_text("id;name;team\nАнна;Анна К.;Север\n", "utf-8")
    (tmp_path / "deals.csv").write_text(DEALS, "utf-8")
    done = program(
        "import", tmp_path / "people.csv", tmp_path / "deals.csv", "--home", tmp_path / "home"
    )

    assert done.returncode == 0, done.stderr
    assert "people: 1 read = 1 accepted" in done.stdout
    assert "deals: 2 read = 2 accepted" in done.stdout


def test_plan_of_the_last_file_is_made_before_the_first_is_imported(program, tmp_path):
    (tmp_path / "good.csv").write_text(DEALS, "utf-8")
    (tmp_path / "odd.csv").write_text("a;b\n1;2\n", "utf-8")
    paths = tmp_path / "good.csv", tmp_path / "odd.csv"
    done = program("import", *paths, "--home", tmp_path / "home")

    assert done.returncode == 2
    assert not (tmp_path / "home" / "lake").exists()


def test_progress_is_plain_lines_where_nobody_looks():
    from merilo.cli.progress import EVERY_S, progress

    runner = CliRunner()
    with runner.isolation() as (_, stderr, _), progress("deals.csv") as told:
        told(1000, 0.1, EVERY_S / 2)
        told(300_000, 0.5, EVERY_S + 1)
        told(300_001, 0.5, EVERY_S + 2)
        written = stderr.getvalue().decode()

    (line,) = written.splitlines()
    assert line == "deals.csv: 50%, 300,000 rows, 50,000 a second, 6 s left"


def test_progress_is_a_bar_where_somebody_looks(monkeypatch):
    from merilo.cli.progress import progress

    screen = io.StringIO()
    screen.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("deals.csv") as told:
        told(500_000, 0.5, 2.0)

    shown = screen.getvalue()
    assert "deals.csv" in shown
    assert "250,000 a second" in shown
    assert "100%" in shown
