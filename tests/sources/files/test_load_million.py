"""A million rows: planted faults are all found, and no moment is a wrong one to be killed."""

import csv
import os
import random
import subprocess
import sys
import time
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

ROWS = 1_000_000
SEED = 20171005
LOOK = 0.01  # seconds between two looks at a process


def deals(path: Path, rows: int, first: int = 0) -> Path:
    """A CSV of deals."""
    with duckdb.connect() as db:
        db.execute(
            f"""copy (
              select 'd' || (i + {first}) as "Deal ID", 'Deal ' || i as "Deal name",
                i % 9973 + 1 as "Amount", 'Seller ' || (i * 7919 % 300) as "Owner",
                date '2015-01-01' + (i % 1000)::int as "Created",
                date '2015-02-01' + (i % 1000)::int as "Closed",
                case i % 2 when 0 then 'won' else 'lost' end as "Outcome",
                'Pipeline ' || (i % 3) as "Pipeline", 'Stage ' || (i % 7) as "Stage",
                'Customer ' || (i * 31 % 50000) as "Customer"
              from range({rows}) t(i)) to '{path}' (header)"""
        )
    return path


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


def start(path: Path, home: Path) -> subprocess.Popen[bytes]:
    """The program, importing."""
    command = [sys.executable, "-c", "from merilo.cli.main import run; run()", "import", str(path)]
    return subprocess.Popen(
        [*command, "--home", str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def worked(process: subprocess.Popen[bytes]) -> float:
    """Seconds of a processor it has used: how far it is, however busy the machine is otherwise."""
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text("ascii", "replace")
    except OSError:  # it has ended
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def state(home: Path) -> tuple[int, int, int, int]:
    """The number of the snapshot; rows of deals; deals whose owner is there; whole amounts."""
    snapshot = Lake(home / "lake").snapshot()
    with duckdb.connect() as db:
        show(db, snapshot, ["deals", "people"])
        rows, owned, amounts = db.execute(
            "select count(*), count(p.id), sum(amount)::bigint from deals d "
            "left join people p on d.owner = p.connection || ':' || p.id"
        ).fetchall()[0]
    return snapshot.number, rows, owned, amounts


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc: no work to measure")
def test_killed_at_any_moment_the_lake_is_whole_and_the_repeat_finishes(tmp_path):
    """Twenty kills, spread over the work that an import is; what was there stays there."""
    before, million = deals(tmp_path / "old.csv", 1000, first=ROWS), deals(tmp_path / "m.csv", ROWS)
    home, moment = tmp_path / "home", random.Random(SEED)
    start(before, home).communicate()
    old = state(home)
    assert old[:3] == (1, 1000, 1000)

    def total(rows: int) -> int:
        return sum(i % 9973 + 1 for i in range(rows))

    def work() -> float:
        measured, importing = 0.0, start(million, tmp_path / "clock")
        while importing.poll() is None:
            measured = worked(importing) or measured
            time.sleep(LOOK)
        importing.communicate()
        assert importing.returncode == 0
        return measured

    whole, kills, published = work(), 0, 0
    new = (2, ROWS + 1000, ROWS + 1000, total(ROWS) + total(1000))
    while kills < 20:
        if published:
            break
        importing, until = start(million, home), whole * (kills + moment.random()) / 20
        while importing.poll() is None and worked(importing) < until:
            time.sleep(LOOK)
        importing.kill()
        importing.communicate()
        kills += 1
        now = state(home)
        assert now in (old, new), f"kill {kills}, seed {SEED}"
        published += now == new
    assert kills >= 15, "killed while it was at work"
    done = start(million, home)
    said = done.communicate()[0].decode()
    assert done.returncode == 0
    assert f"{ROWS:,} read = {ROWS:,} accepted + 0 refused + 0 superseded" in said
    assert state(home) == new
    again = start(million, home).communicate()[0].decode()
    assert f"(0 new, 0 changed, {ROWS:,} same)" in again
    assert state(home) == new
    assert Lake(home / "lake").doctor(datetime.now(UTC)) == []
