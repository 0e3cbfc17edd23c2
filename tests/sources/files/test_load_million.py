"""A million rows: planted faults are all found, and no moment is a wrong one to be killed."""

import csv
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from merilo.company import Company
from merilo.facts.lake import Lake
from merilo.facts.show import show
from merilo.sources.engine.check import Count
from merilo.sources.files.find import find
from merilo.sources.files.load import Home, Import
from merilo.sources.files.open import sheets
from tests.sources.files.million import deals

ROOT = Path(__file__).parents[3]
ROWS = 1_000_000
KILLED = 60_000  # rows of the import that is killed: each part of the work has its steps
SEED = 20171005


# What is done to the cells of a line, and what has to be said of it: column, value, reason.
FAULTS = [
    (lambda cells: cells.__setitem__(2, "12O5"), ("Amount", "12O5", "not an amount")),
    (lambda cells: cells.__setitem__(2, "1 2"), ("Amount", "1 2", "not an amount")),
    (lambda cells: cells.__setitem__(4, "2017-02-30"), ("Created", "2017-02-30", "not a date")),
    (lambda cells: cells.__setitem__(5, "17-03-01"), ("Closed", "17-03-01", "not a date")),
    (lambda cells: cells.__setitem__(0, ""), ("Deal ID", "", "empty, and needed")),
    (lambda cells: cells.__setitem__(6, "hm"), ("Outcome", "hm", "not one of: open, won, lost")),
    (lambda cells: cells.append("more"), ("", None, "11 cells where the header has 10")),
    (lambda cells: cells.__setitem__(1, '"Deal'), ("", None, None)),  # a quote that never closes
    (lambda cells: cells.__setitem__(0, "d0"), ("Deal name", None, "another value than in row 2")),
]


def plant(clean: Path, planted: Path, each: int) -> dict[int, tuple[str, str | None, str | None]]:
    """Spoil so many lines in each way; what has to be said, by row."""
    places = random.Random(SEED).sample(range(2, ROWS), each * len(FAULTS))
    spoilt = {place + 1: FAULTS[n % len(FAULTS)] for n, place in enumerate(places)}
    with clean.open(encoding="utf-8") as lines, planted.open("w", encoding="utf-8") as out:
        for row, line in enumerate(lines, start=1):
            if row in spoilt:
                cells = line.rstrip("\n").split(",")
                spoilt[row][0](cells)
                line = ",".join(cells) + "\n"
            out.write(line)
    return {row: said for row, (_, said) in spoilt.items()}


@pytest.mark.slow
def test_900_planted_faults_in_a_million_are_each_told_and_everything_else_is_in(tmp_path):
    clean = deals(tmp_path / "clean.csv", ROWS)
    expected = plant(clean, tmp_path / "planted.csv", each=100)
    assert len(expected) == 900
    (sheet,) = sheets(tmp_path / "planted.csv")
    home = Home(tmp_path / "home", Company(currency="RUB"), datetime(2018, 1, 15, tzinfo=UTC))
    plan = find(sheet, home.path).plan
    (feed,) = plan.feeds
    feed = replace(feed, values={})  # or a word that nobody knows would be an open deal's
    outcome = Import(sheet, replace(plan, feeds=(feed,)), home).run()

    assert outcome.counts == {"deals": Count(ROWS, ROWS - 900, 900, 0)}
    with outcome.refused.open(encoding="utf-8-sig", newline="") as file:
        found = {int(line["row"]): line for line in csv.DictReader(file, delimiter=";")}
    assert found.keys() == expected.keys()
    for row, (column, value, reason) in expected.items():
        assert found[row]["column"] == column, found[row]
        assert value is None or found[row]["value"] == value, found[row]
        assert found[row]["reason"].startswith(reason or ""), found[row]
        assert found[row]["reason"]
    with duckdb.connect() as db:
        show(db, Lake(home.path / "lake").snapshot(), ["deals"])
        by_hand = (
            "select 'd' || i as id, (i % 9973 + 1)::decimal(18, 4) as amount "
            f"from range({ROWS}) t(i)"
        )
        lost = f"select id from ({by_hand}) where id not in (select 'd' || (row - 2) from gone)"
        db.execute("create table gone (row bigint)")
        db.execute("insert into gone select unnest(?)", [list(expected)])
        assert db.execute(f"select count(*) from ({lost})").fetchall() == [(ROWS - 900,)]
        stored = "select id, amount from deals"
        kept = f"select id, amount from ({by_hand}) semi join ({lost}) using (id)"
        assert db.execute(f"({kept}) except ({stored})").fetchall() == []


@pytest.mark.slow
def test_killed_at_any_moment_the_lake_is_whole_and_the_repeat_finishes(tmp_path):
    """Twenty kills, spread over the work that an import is; what was there stays there."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "MERILO_LANG": "en"}
    command = [sys.executable, "-m", "tests.sources.files.crash", str(tmp_path), str(KILLED)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)

    assert told["ends"] == {"killed": 20}
    assert told["landed"] > 30
    assert told["parts"] == {
        "reading: old": 6, "putting: old": 9, "publishing: old": 4, "publishing: new": 1
    }  # fmt: skip
    assert f"{KILLED:,} read = {KILLED:,} accepted + 0 refused + 0 superseded" in told["said"]
    assert f"(0 new, 0 changed, {KILLED:,} same)" in told["again"]
    assert (told["after"], told["at last"], told["sound"]) == ("new", "new", True)
