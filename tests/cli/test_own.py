"""`merilo metrics add, remove, export`, and own metrics wherever ours can stand."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from click.testing import CliRunner

from merilo.cli.main import cli
from merilo.errors import Circular, FileError, NotBy, Unknown, UnknownIn, Unmatched, Used
from merilo.metrics.own import NAME, load, read
from merilo.report.own import add
from merilo.words import spoken
from tests.home import ANNA, BORIS, make

OWN = f"""
revenue_a_call:
  is: revenue / calls
  names: {{en: revenue per call, ru: выручка на звонок, hu: hívásonkénti árbevétel}}
  better: more
  about: What a call brings.
anna_won:
  is: deals_won where person = "{ANNA}" and channel = ""
  names: {{en: won by Anna}}
anna_share:
  is: anna_won / deals_closed
  names: {{en: Anna's share}}
  unit: share
"""
OCTOBER = ("--period", "2017-10", "--today", "2018-01-15")


@pytest.fixture(autouse=True)
def english():
    token = spoken.set("en")
    yield
    spoken.reset(token)


@pytest.fixture
def home(tmp_path):
    return make(tmp_path / "home")


@pytest.fixture
def merilo(home):
    def run(*words, lang="en"):
        said = [*map(str, words), "--home", str(home), "--lang", lang]
        return CliRunner().invoke(cli, said, catch_exceptions=False)

    return run


@pytest.fixture
def added(merilo, tmp_path):
    """Takes in a text as a file of own metrics."""

    def taken(text=OWN):
        path = tmp_path / "own.yaml"
        path.write_text(text, "utf-8")
        return merilo("metrics", "add", path)

    return taken


def table(merilo, *words):
    said = merilo("table", *words, *OCTOBER, "--format", "csv").stdout
    return list(csv.DictReader(StringIO(said)))


def test_added_metrics_are_told_and_asked_like_ours(merilo, added):
    done = added()

    assert done.stdout.splitlines()[-1] == (
        "Own metrics taken in: revenue_a_call, anna_won, anna_share."
    )
    rows = table(merilo, "revenue_a_call", "anna_won", "anna_share", "revenue", "--by", "person")
    assert rows == [
        {"person": ANNA, "revenue_a_call": "1000.1666666666666", "anna_won": "2",
         "anna_share": "0.6666666666666666", "revenue": "3000.5"},
        {"person": BORIS, "revenue_a_call": "0.0", "anna_won": "0", "anna_share": "",
         "revenue": "0"},
    ]  # fmt: skip


def test_total_of_a_ratio_is_that_of_its_parts(merilo, added):
    added()
    rows = table(merilo, "revenue_a_call", "--by", "person", "--mean", "--total")

    assert [row["revenue_a_call"] for row in rows[-2:]] == ["500.0833333333333", "750.125"]


def test_filter_is_that_of_a_question(merilo, added):
    added("mine: {is: 'average_check where unit = North', names: {en: mine}}")
    own = table(merilo, "mine", "--by", "person")
    ours = table(merilo, "average_check", "--by", "person", "--where", "unit=North")

    assert [row["mine"] for row in own] == [row["average_check"] for row in ours]


def test_own_metric_by_month_and_filtered_once_more(merilo, added):
    added()
    (row,) = table(merilo, "anna_won", "--by", "month", "--where", f"person={ANNA}")

    assert row == {"month": "2017-10-01", "anna_won": "2"}


def test_rows_behind_bear_the_names_of_the_parts(merilo, added, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    added("mine: {is: 'average_check where person = ann', names: {en: mean of Ann}}".replace(
        "= ann", f'= "{ANNA}"'))  # fmt: skip
    done = merilo("rows", "mine", *OCTOBER)

    assert "Revenue · Mean of Ann" in done.stdout
    assert "2,000.5" in done.stdout
    assert merilo("rows", "mine", *OCTOBER, "--format", "csv").stdout.count("revenue_of_mine") == 2


def test_definition_goes_with_the_figures(merilo, added, tmp_path):
    added()
    said = json.loads(merilo("table", "revenue_a_call", *OCTOBER, "--format", "json").stdout)
    file = tmp_path / "table.xlsx"
    merilo("table", "revenue_a_call", *OCTOBER, "--format", "xlsx", "--output", file, lang="hu")
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    lines = [[cell.value for cell in row] for row in book.worksheets[1].rows]

    assert said["definitions"]["revenue_a_call"] == {
        "names": {
            "en": "revenue per call", "ru": "выручка на звонок", "hu": "hívásonkénti árbevétel",
        },
        "definition": "What a call brings: revenue / calls",
        "unit": "money", "better": "more",
    }  # fmt: skip
    assert ["hívásonkénti árbevétel", "What a call brings: revenue / calls"] in lines


# The dictionary


def test_dictionary_lists_own_metrics_after_ours(merilo, added):
    assert "Own" not in merilo("metrics").stdout.split("\n")
    added()
    ours, own = merilo("metrics").stdout.split("\nOwn\n")

    assert "  win_rate" in ours
    lines = [line.split(maxsplit=2) for line in own.splitlines()]
    assert lines[0] == ["revenue_a_call", "+", "revenue per call"]
    assert lines[1] == ["anna_won", "+", "won by Anna"]
    assert merilo("metrics", "show").stdout == merilo("metrics").stdout


def test_dictionary_says_all_about_one(merilo, added):
    added()
    ours, own = merilo("metrics", "win_rate").stdout, merilo("metrics", "anna_share").stdout

    assert ours.startswith("win_rate\n  Name ")
    assert "our own definition" in ours
    assert "anna_won / deals_closed" in own
    assert "the company's own definition" in own
    assert "Measured in      share" in own
    assert "выручка на звонок" in merilo("metrics", "revenue_a_call", lang="ru").stdout


def test_dictionary_without_a_home_is_of_ours(tmp_path):
    said = ["metrics", "--home", str(tmp_path / "none"), "--lang", "en"]
    done = CliRunner().invoke(cli, said, catch_exceptions=False)

    assert done.exit_code == 0
    assert "win_rate" in done.stdout


def test_definition_broken_by_hand_is_shown_and_hinders_no_other(merilo, added, home):
    added()
    file = home / NAME
    file.write_text(file.read_text("utf-8").replace("revenue / calls", "revenue / cals"), "utf-8")

    assert "!  Metric “revenue_a_call”: there is no metric “cals”" in merilo("metrics").stdout
    assert table(merilo, "anna_won", "revenue") == [{"anna_won": "2", "revenue": "3000.5"}]
    with pytest.raises(UnknownIn):
        merilo("table", "revenue_a_call", *OCTOBER)


def test_person_whose_name_changed_since_is_told_with_the_metric(merilo, added, home):
    added()
    file = home / NAME
    file.write_text(file.read_text("utf-8").replace(ANNA, "Иванова Анна"), "utf-8")

    assert table(merilo, "revenue_a_call")
    with pytest.raises(UnknownIn, match=f"“anna_won”: .*Nearest: {ANNA}"):
        merilo("table", "anna_won", *OCTOBER)
    added("other: {is: revenue * 2, names: {en: other}}")  # the old one keeps no new one out


def test_unknown_metric_offers_own_ones(merilo, added):
    added()
    for words in (("metrics", "anna_wo"), ("table", "anna_wo", *OCTOBER)):
        with pytest.raises(Unknown) as error:
            merilo(*words)
        assert "anna_won" in error.value.nearest


@pytest.mark.parametrize("words", [("-h",), ("win_rate", "--help"), ("add", "-h")])
def test_help_is_there_for_every_way_to_ask(merilo, words):
    done = merilo("metrics", *words)

    assert done.exit_code == 0
    assert done.stdout.startswith("Usage: ")


# Adding, removing, exporting


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("good: {is: revenue, names: {en: good}}\nbad: {is: revenu, names: {en: bad}}", UnknownIn),
        ("bad: {is: 'deals_won where person = Annna', names: {en: bad}}", UnknownIn),
        ("bad: {is: 'selling_cost where product = saw', names: {en: bad}}", NotBy),
        ("", FileError),
    ],
)
def test_nothing_is_stored_if_anything_is_wrong(added, home, text, kind):
    added()
    before = (home / NAME).read_bytes()

    with pytest.raises(kind):
        added(text)
    assert (home / NAME).read_bytes() == before


def test_metric_of_the_same_id_is_replaced_and_others_stay(merilo, added, home):
    added()
    added("revenue_a_call: {is: revenue / 2 / calls, names: {en: half}}")

    assert [*load(home)] == ["revenue_a_call", "anna_won", "anna_share"]
    assert table(merilo, "revenue_a_call") == [{"revenue_a_call": "375.0625"}]


def test_change_that_breaks_another_is_refused(added, home):
    added()
    with pytest.raises(Circular):
        added("anna_won: {is: anna_share * 2, names: {en: circle}}")

    assert "where" in load(home)["anna_won"].text


def test_change_that_makes_an_older_one_wrong_is_refused(added, home):
    added()
    with pytest.raises(Unmatched, match="“anna_share”"):
        added("anna_won: {is: revenue, names: {en: money}}")

    assert "where" in load(home)["anna_won"].text


def test_what_is_worth_knowing_is_said(added):
    done = added("mine: {is: revenue / win_rate, names: {en: mine, hu: enyém}}")

    assert "“mine” has no name in ru; there it is called “mine”." in done.stdout
    assert "“mine” divides by “win_rate”" in done.stdout


def test_metric_that_others_are_made_of_stays(merilo, added, home):
    added()
    with pytest.raises(Used, match="anna_share"):
        merilo("metrics", "remove", "anna_won")
    merilo("metrics", "remove", "anna_share")
    done = merilo("metrics", "remove", "anna_won")

    assert done.stdout == "Own metric removed: anna_won.\n"
    assert [*load(home)] == ["revenue_a_call"]
    with pytest.raises(Unknown):
        merilo("metrics", "remove", "revenue")


def test_metric_can_go_while_another_is_broken_by_hand(merilo, added, home):
    added()
    with (home / NAME).open("a", encoding="utf-8") as file:
        file.write("broken: {is: revenue +, names: {en: broken}}\n")
    merilo("metrics", "remove", "revenue_a_call")

    assert [*load(home)] == ["anna_won", "anna_share", "broken"]


def test_two_who_add_at_once_both_have_theirs(home, tmp_path):
    """Each reads, checks and writes while the other waits."""
    files = []
    for n in range(4):
        files.append(tmp_path / f"{n}.yaml")
        files[-1].write_text(f"mine_{n}: {{is: revenue * {n + 2}, names: {{en: mine}}}}", "utf-8")
    with ThreadPoolExecutor(4) as threads:
        [*threads.map(lambda file: add(home, file, date(2018, 1, 15)), files)]

    assert {*load(home)} == {"mine_0", "mine_1", "mine_2", "mine_3"}


def test_export_is_taken_in_again_elsewhere(merilo, added, home, tmp_path):
    added()
    file = tmp_path / "all.yaml"
    merilo("metrics", "export", file)

    assert read(file) == load(home) == read(tmp_path / "own.yaml")
    assert merilo("metrics", "export").stdout == file.read_text("utf-8")
    other = str(make(tmp_path / "other"))
    done = CliRunner().invoke(cli, ["metrics", "add", str(file), "--home", other, "--lang", "en"])
    assert done.exit_code == 0


def test_home_without_facts_takes_definitions_as_they_are(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    home = str(tmp_path / "new")
    said = ["metrics", "add", str(tmp_path / "own.yaml"), "--home", home, "--lang", "en"]

    assert CliRunner().invoke(cli, said, catch_exceptions=False).exit_code == 0
    assert len(load(tmp_path / "new")) == 3


def test_from_the_shell_a_mistake_is_one_sentence_and_exit_code_2(program, tmp_path):
    (tmp_path / "own.yaml").write_text("bad: {is: revenue + calls, names: {en: bad}}", "utf-8")
    done = program("metrics", "add", tmp_path / "own.yaml", "--home", tmp_path, "--lang", "en")

    assert done.returncode == 2
    assert done.stderr == (
        "Metric “bad”: money and count cannot be added or subtracted.\n"
    )  # fmt: skip
    assert not (tmp_path / NAME).exists()
