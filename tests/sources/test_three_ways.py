"""The same company by way of amoCRM, of Bitrix24, and of files: the same table of its people."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from merilo.company import Company
from merilo.fakes import AmoCRM, World
from merilo.fakes.bitrix24 import Bitrix24
from merilo.fakes.world.world import UNTIL
from merilo.report.desk import Desk
from merilo.sources.files.find import find
from merilo.sources.files.load import Home, Import
from merilo.sources.files.open import sheets
from tests.sources.kit.house import Place

SINCE = UNTIL - timedelta(days=40)
METRICS = (
    "calls", "conversations", "meetings", "deals_won", "revenue", "average_check",
    "win_rate", "deal_closing",
)  # fmt: skip


# Bitrix24 knows no voicemail, and when a meeting was to be, not when somebody ticked it off.
ALIKE = tuple(one for one in METRICS if one not in ("calls", "meetings"))


def table(home: Path, metrics: tuple[str, ...] = METRICS) -> dict[str, tuple]:
    """October and November of everybody, by name."""
    desk = Desk.at(home, date(2026, 11, 17))
    names = desk.labels("person")
    question = desk.question(metrics, "2026-10-08..2026-11-15", ("person",))
    return {
        names.get(row["person"], "?"): tuple(rounded(row[metric]) for metric in metrics)
        for row in desk.ask(question).rows
        if any(row[metric] for metric in metrics)
    }


def firm() -> World:
    """One without what one system keeps and the other does not: calls of strangers, and what hangs
    on deals that were deleted."""
    world = World(deals=80, since=SINCE)
    for touch in world.touches:
        if touch.on == "nothing":
            world.delete(touch)
    for deal in world.deals:
        if deal.deleted and deal.merged_into is None:
            world.restore(deal)
    gone = {deal.number for deal in world.deals if deal.deleted}
    for row in (*world.touches, *world.tasks):
        if row.deal in gone and not row.deleted:
            world.delete(row)
    return world


def rounded(value: object) -> object:
    return None if value is None else round(float(value), 6)


def iso(at: int | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def files(home: Path, truth: dict) -> None:
    """What the company's own exports would hold: people, deals, what was done."""
    home.mkdir()
    Company(zone="Europe/Moscow", currency="RUB").save(home)
    names = {row["id"]: row["name"] for row in truth["people"]}
    living = {row["id"] for row in truth["deals"] if not row["deleted"]}
    deals = [
        {"Deal ID": r["id"], "Deal name": r["name"], "Owner": names[r["owner"]],
         "Amount": r["amount"], "Created": iso(r["created_at"]), "Closed": iso(r["closed_at"]),
         "Outcome": r["outcome"], "Pipeline": r["pipeline"], "Stage": r["stage"]}
        for r in truth["deals"] if r["id"] in living
    ]  # fmt: skip
    done = [
        {"Activity ID": r["id"], "Kind": r["kind"], "Direction": r["direction"],
         "Person": names.get(r["person"], ""), "Occurred": iso(r["occurred_at"]),
         "Duration": r["duration_s"], "Outcome": r["outcome"]}
        for r in truth["activities"]
        if r["kind"] in ("call", "meeting") and r["counts"] and r["person"]
    ]  # fmt: skip
    for name, kind, rows in (("deals", "deals", deals), ("done", "activities", done)):
        path = home / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, [*rows[0]])
            lines.writeheader()
            lines.writerows(rows)
        (sheet,) = sheets(path)
        plan = find(sheet, home, kind).plan
        outcome = Import(sheet, plan, Home(home, Company.load(home), UNTIL)).run()
        assert outcome.whole, outcome.reasons


@pytest.mark.slow
def test_the_same_company_by_three_ways_has_the_same_table_of_people(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with AmoCRM(firm()) as amo:
        kinds = {"2": "meeting", "3": "presentation"}
        Place(tmp_path / "amo", amo, "amocrm", {"address": amo.url, "task_kinds": kinds},
              {"token": amo.token}).sync()  # fmt: skip
        files(tmp_path / "files", amo.truth())
    with Bitrix24(firm()) as box:
        kinds = {"REST_APP/DEMO": "presentation"}
        Place(tmp_path / "box", box, "bitrix24", {"address": box.url, "kinds": kinds},
              {"webhook": box.webhook}).sync()  # fmt: skip

    by_files = table(tmp_path / "files")
    assert len(by_files) >= 8
    assert sum(row[METRICS.index("deals_won")] or 0 for row in by_files.values()) > 5
    assert table(tmp_path / "amo") == by_files
    assert table(tmp_path / "box", ALIKE) == table(tmp_path / "files", ALIKE)
