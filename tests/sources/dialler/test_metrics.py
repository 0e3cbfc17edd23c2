"""From a file to figures: calls of people, about customers and deals; who is nobody is listed."""

from datetime import date

from merilo.facts.calendar import put_calendar
from merilo.facts.lake import Lake
from merilo.facts.ringing import unmatched
from merilo.report.desk import Desk
from merilo.sources.sync import calls, known, load, run
from merilo.sources.sync.vault import Vault
from tests.sources.dialler.exports import plain
from tests.sources.sync.paper import Paper

METRICS = ("calls", "calls_out", "conversations", "talk_time", "connect_rate")
ROWS = [
    ("02.11.2026 10:00:00", "101", "8 900 000-01-01", 60, "Ответил"),
    ("02.11.2026 10:05:00", "101", "8 900 000-01-02", 0, "Нет ответа"),
    ("02.11.2026 10:07:00", "anna@x.example", "8 900 000-01-02", 14, "Ответил"),
    ("02.11.2026 10:10:00", "Орлов Борис", "8 900 000-01-03", 16, "Ответил"),
    ("02.11.2026 10:15:00", "909", "8 900 000-01-04", 40, "Ответил"),
]


def test_calls_are_figures_of_people_and_stand_at_customers_and_deals(dials, monkeypatch):
    """By hand: Anna called three times, once for longer than 15 s; Boris once, for 16 s."""
    crm = Paper("crm")

    def connector(name: str):
        return crm if name == "crm" else known.connector(name)

    monkeypatch.setattr(run, "connector", connector)
    monkeypatch.setattr(calls, "connector", connector)
    monkeypatch.setattr(load, "put_calendar", put_calendar)
    number = Vault(dials.home).digest("+79000000101")
    crm.put("people", "1", {"extension": "101"}, name="Анна Семёнова", email="anna@x.example")
    crm.put("people", "2", {}, name="Борис Орлов")
    crm.put("customers", "c1", {"phones": [number]}, name="Firm")
    crm.put("deals", "d1", {}, name="d1", owner="1", customer="c1", outcome="open", amount="1",
            created="2026-11-01T00:00:00Z")  # fmt: skip
    dials.connect("crm", "crm")
    dials.sync("crm")
    dials.put("ноябрь.csv", plain(ROWS, "Дата и время;Сотрудник;Телефон;Разговор;Статус звонка"))
    dials.read()

    assert dials.rows("select person, customer, deal from activities order by occurred_at") == [
        ("crm:1", "crm:c1", "crm:d1"), ("crm:1", None, None), ("crm:1", None, None),
        ("crm:2", None, None), (None, None, None),
    ]  # fmt: skip
    desk = Desk.at(dials.home, date(2026, 11, 17))
    rows = desk.ask(desk.question(METRICS, "2026-11", ("person",))).rows
    found = {row["person"]: tuple(row[one] for one in METRICS) for row in rows}
    assert found["crm:1"] == (3, 3, 1, 60, 1 / 3)
    assert found["crm:2"] == (1, 1, 1, 16, 1.0)
    (nobody,) = unmatched(Lake(dials.home / "lake").snapshot(), "dial")
    assert (nobody.extension, nobody.calls) == ("909", 1)
