"""The firm's people: a mover, a newcomer, a leaver, one on leave, one whom no posting knows."""

from collections.abc import Iterator
from datetime import date

from merilo.facts.rows import Row
from tests.firm.clock import fact

SELLERS = ("ann", "boris", "vera", "gleb", "dana", "egor", "kim", "igor")

UNITS = {  # id: parent, kind, territory, department, company
    "c1": (None, "company", "north", None, "c1"),
    "c2": (None, "company", None, None, "c2"),
    "d1": ("c1", "department", None, "d1", "c1"),
    "d2": ("c1", "department", "east", "d2", "c1"),
    "d3": ("c2", "department", None, "d3", "c2"),
    "t1": ("d1", "team", "west", "d1", "c1"),
    "t2": ("d1", "team", None, "d1", "c1"),
    "t3": ("d2", "team", "east", "d2", "c1"),
    "t4": ("d3", "team", "south", "d3", "c2"),
    "t5": ("c2", "team", "south", None, "c2"),  # below no department
}

POSTINGS = (  # person, unit, role, since, until
    ("ann", "t1", "seller", None, None),
    ("boris", "t1", "seller", date(2015, 1, 1), date(2016, 3, 10)),  # moves in mid-month
    ("boris", "t2", "head", date(2016, 3, 10), None),
    ("vera", "t3", "cold_caller", date(2016, 3, 15), None),  # has older deals: data before hiring
    ("gleb", "t4", "seller", date(2015, 1, 1), date(2016, 2, 29)),  # leaves on the leap day
    ("dana", "t4", "account_manager", date(2015, 6, 1), None),
    ("egor", "t5", "seller", date(2015, 1, 1), date(2016, 1, 10)),  # away for ten days
    ("egor", "t5", "seller", date(2016, 1, 20), None),
    ("kim", "t2", "seller", date(2015, 1, 1), None),  # overlaps with the next one
    ("kim", "t4", None, date(2016, 2, 1), date(2016, 4, 1)),
    ("fay", "d1", "head", date(2015, 1, 1), None),  # on leave all March, and sells nothing
    ("lev", "t3", None, date(2015, 9, 1), None),  # at work, and sells nothing
    ("zoya", "t1", "seller", date(2016, 6, 1), None),  # not come yet
)

ABSENCES = (
    ("fay", "vacation", date(2016, 2, 25), date(2016, 4, 2)),
    ("ann", "sick", date(2016, 3, 7), date(2016, 3, 12)),
    ("dana", "other", date(2016, 5, 1), None),
)


def people() -> Iterator[Row]:
    """The directory; nobody's figures depend on it."""
    for name in (*SELLERS, "fay", "lev", "zoya"):
        yield fact("people", id=name, name=name.title())


def units() -> Iterator[Row]:
    """Who belongs to whom, with the derived columns."""
    for id, (parent, kind, territory, department, company) in UNITS.items():
        above = {"parent": parent, "department": department, "company": company}
        yield fact(
            "units", id=id, name=id.upper(), kind=kind, territory=territory,
            **{name: unit and f"test:{unit}" for name, unit in above.items()},
        )  # fmt: skip


def postings() -> Iterator[Row]:
    """Who was where from when until when; and one that was taken back."""
    for n, (person, unit, role, since, until) in enumerate(POSTINGS):
        where = {"unit": f"test:{unit}", "role": role, "since": since, "until": until}
        yield fact("postings", id=str(n), person=f"test:{person}", **where)
    yield fact("postings", id="gone", person="test:igor", unit="test:t1", deleted=True)


def absences() -> Iterator[Row]:
    """Who was away."""
    for n, (person, kind, since, until) in enumerate(ABSENCES):
        yield fact(
            "absences", id=str(n), person=f"test:{person}", kind=kind, since=since, until=until
        )
