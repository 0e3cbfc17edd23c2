"""The facts of the demo company, made in DuckDB from a seeded formula."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files

from duckdb import DuckDBPyConnection

from merilo.company import Company, calendar_rows
from merilo.demo.draws import macros
from merilo.demo.ground import lay_ground, write_offer
from merilo.demo.habits import Months
from merilo.demo.roster import lay_people, write_people
from merilo.demo.size import Size
from merilo.demo.staff import people, start
from merilo.demo.tables import enter, shape

EMPTY = """
    create or replace temp table leads (n bigint, q int, day date, month date, office text,
        territory text, created bigint, clock bigint, pipeline text, channel text, quality double,
        customer text, p2 int);
    create or replace temp table sold (n bigint, customer text, office text, pipeline text,
        channel text, owner int, queue int, closed bigint, moved_on date, amount bigint,
        currency text);
    create or replace temp table sold_lines (n bigint, i int, product text, cost bigint);
    create or replace temp table tally (worker int, day date, kind text, many bigint);
"""


def company() -> Company:
    """The demo company's settings: Moscow's days, roubles, the Russian calendar."""
    return Company(
        name="Группа «Северный свет»", zone="Europe/Moscow", currency="RUB", country="RU"
    )


def generate(
    db: DuckDBPyConnection, size: Size, today: date, company: Company, seed: int = 1
) -> Mapping[str, str]:
    """Make every table of facts, up to yesterday; where each is, by its name.

    The same arguments give the same rows, whatever the machine's zone and number of processors.
    """
    made = begin(db, size, today, company, seed)
    enter(db, "calendar", calendar_rows(company))
    for _ in blocks(db, size, today):
        pass
    return made


def begin(
    db: DuckDBPyConnection, size: Size, today: date, company: Company, seed: int
) -> Mapping[str, str]:
    """The directories, and what the rest is made from."""
    staff, months = people(size, today), Months(start(size, today), today)
    made = shape(db)
    db.execute(macros(seed) + EMPTY)
    lay_people(db, size, staff, months, seed)
    lay_ground(db, size, staff, today, company)
    write_people(db, size, staff, months, seed)
    write_offer(db)
    run(db, "words", "clock", "prices")
    return made


def blocks(db: DuckDBPyConnection, size: Size, today: date) -> Iterator[None]:
    """Make deals and activities some weeks at a time, and then what depends on all of them.

    After each block its activities are in their table, and may be taken from there.
    """
    for again in (False, True):  # account managers sell again to those already won
        run(db, "repeat" if again else "leads")
        for since, until in spans(start(size, today), today, size.block):
            db.execute(f"""create or replace temp macro in_block(day) as
                day >= date '{since}' and day < date '{until}';
                create or replace temp macro block_again() as {again};""")
            run(db, "walk", "deals", "activities")
            yield
    run(db, "steps")
    yield
    run(db, "refunds", "customers", "voices", "money", "plans", "reports")


def spans(since: date, until: date, days: int) -> Iterator[tuple[date, date]]:
    """The days from `since` until `until`, so many at a time."""
    while since < until:
        end = min(until, since + timedelta(days=days))
        yield since, end
        since = end


def run(db: DuckDBPyConnection, *names: str) -> None:
    """The steps of sql/, one after another."""
    for name in names:
        db.execute(files("merilo.demo").joinpath("sql", f"{name}.sql").read_text("utf-8"))
