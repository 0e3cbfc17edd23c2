"""Who works in the demo company: its units, its people, where each was when, and who was away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from merilo.demo.draws import die, roll
from merilo.demo.names import PEOPLE, person
from merilo.demo.size import Size
from merilo.demo.stories import HIRED, LEFT, MOVED, months_back

ZONES = {"ru": "Europe/Moscow", "hu": "Europe/Budapest"}
TERRITORIES = {
    "ru": ("Москва", "Северо-Запад", "Поволжье", "Урал"),
    "hu": ("Budapest", "Dunántúl", "Alföld"),
}


@dataclass(frozen=True)
class Unit:
    """A company, department or team."""

    id: str
    name: str
    parent: str
    kind: str = "team"
    territory: str = ""


@dataclass(frozen=True)
class Person:
    """A person; `key` says who it is in the plan of a branch, `number` is the id."""

    number: int
    key: str
    name: str
    role: str
    unit: str
    head: str  # the key of the head
    office: str = "ru"
    hired_on: date = date(2016, 1, 1)
    left_on: date | None = None
    moved_from: str = ""
    moved_on: date | None = None
    successor: str = ""  # the key of who takes over the deals of a leaver

    @property
    def id(self) -> str:
        return str(self.number)

    @property
    def place(self) -> str:
        """Who it is in the plan of any branch: `moscow-1` of `moscow-1.2`."""
        return self.key.split(".")[0]

    def unit_on(self, day: date) -> str:
        """The id of the unit on that day."""
        moved = self.moved_on is None or self.moved_on <= day
        return self.unit if moved else self.moved_from


COMPANIES = (
    Unit("group", "Группа «Северный свет»", "", "company"),
    Unit("ru", "ООО «Северный свет»", "group", "company"),
    Unit("hu", "Északi Fény Kft.", "group", "company"),
)
SETTLED = timedelta(days=180)  # of work, before the first vacation
# Of one branch. A team: department, its unit, roles beside the head's.
DEPARTMENTS = (
    Unit("new", "Департамент новых продаж", "ru", "department"),
    Unit("keep", "Департамент по работе с клиентами", "ru", "department"),
    Unit("magyar", "Értékesítési osztály", "hu", "department"),
)
TEAMS = (
    Unit("cold", "Холодные звонки", "new"),
    Unit("moscow", "Новые клиенты: Москва", "new", territory="Москва"),
    Unit("north", "Новые клиенты: Северо-Запад", "new", territory="Северо-Запад"),
    Unit("accounts", "Постоянные клиенты", "keep"),
    Unit("budapest", "Budapesti csapat", "magyar", territory="Budapest"),
)
ROLES = {
    "cold": ("cold_caller",) * 4,
    "moscow": ("seller",) * 5,  # one of them moves to north, another leaves
    "north": ("seller",) * 3,
    "accounts": ("account_manager",) * 4,
    "budapest": ("cold_caller", "seller", "seller", "account_manager"),
}
LISTENER = 104
BRANCH = sum(map(len, ROLES.values())) + len(ROLES)


def units(size: Size) -> tuple[Unit, ...]:
    """The holding, its two companies, and the departments and teams of every branch."""
    branches = [
        replace(unit, id=at(unit.id, branch), name=called(unit.name, branch), parent=parent)
        for branch in range(size.branches)
        for unit in (*DEPARTMENTS, *TEAMS)
        for parent in [unit.parent if unit in DEPARTMENTS else at(unit.parent, branch)]
    ]
    return (*COMPANIES, *branches)


def people(size: Size, today: date) -> tuple[Person, ...]:
    """Directors and the listener to calls, then branch by branch; 24 of each sell today."""
    first = (
        Person(101, "boss", PEOPLE["boss"], "director", "group", ""),
        Person(102, "chief-ru", PEOPLE["chief-ru"], "director", "ru", "boss"),
        Person(103, "chief-hu", PEOPLE["chief-hu"], "director", "hu", "boss", office="hu"),
        Person(LISTENER, "listener", PEOPLE["listener"], "quality", "ru", "chief-ru"),
    )
    return (*first, *(p for b in range(size.branches) for p in branch(b, today)))


def branch(number: int, today: date) -> Iterator[Person]:
    """The five heads and everybody below them."""
    place = 105 + number * BRANCH
    for team, roles in ROLES.items():
        office = "hu" if team == "budapest" else "ru"
        head = at(team, number)
        for order, role in enumerate(("head", *roles)):
            key = at(f"{team}-{order}" if order else team, number)
            above = head if order else f"chief-{office}"
            name = PEOPLE.get(key) or person(place, office)
            hired = date(2017, 2, 1) + timedelta(days=place * 37 % 1500)
            plain = Person(place, key, name, role, head, above, office, hired)
            yield planted(plain, number, today)
            place += 1


def planted(person: Person, branch: int, today: date) -> Person:
    """The newcomer, the leaver and the mover as their stories say; others as they are."""
    if person.place == HIRED.who:
        return replace(person, hired_on=HIRED.on(today))
    if person.place == LEFT.who:
        return replace(person, left_on=LEFT.on(today), successor=at("moscow", branch))
    if person.place == MOVED.who:
        north = at("north", branch)
        return replace(
            person, unit=north, head=north, moved_from=person.unit, moved_on=MOVED.on(today)
        )
    return person


def absences(
    person: Person, seed: int, since: date, today: date
) -> Iterator[tuple[str, date, date]]:
    """Two vacations of a fortnight a year and one or two illnesses: kind, first day, day back.

    Those that have begun before today, also when they end later; none in the first half-year.
    """
    hired, until = person.hired_on + SETTLED, min(person.left_on or today, today)
    for year in range(since.year, today.year + 1):
        for kind, first, days in away(person, seed, year):
            back = first + timedelta(days=days)
            if max(since, hired) <= first and first < until and back <= (person.left_on or back):
                yield kind, first, back


def away(person: Person, seed: int, year: int) -> Iterator[tuple[str, date, int]]:
    """A year's absences, in seasons of their own, so that no two overlap."""
    luck = roll(seed, "away", f"{person.key}:{year}")
    summer, winter = int(die(luck, 0) * 10), int(die(luck, 1) * 5)
    yield "sick", monday(year, 7 + winter), 3 + int(die(luck, 2) * 3)
    yield "vacation", monday(year, 16 + winter), 14
    yield "vacation", monday(year, 26 + summer), 14
    if die(luck, 3) < 0.5:
        yield "sick", monday(year, 42 + winter), 4


def monday(year: int, week: int) -> date:
    """The Monday of an ISO week."""
    return date.fromisocalendar(year, week, 1)


def at(key: str, branch: int) -> str:
    """The key in that branch; in the first one it is the plain key."""
    return f"{key}.{branch + 1}" if branch else key


def called(name: str, branch: int) -> str:
    return f"{name} {branch + 1}" if branch else name


def start(size: Size, today: date) -> date:
    """The first day of the facts: so many months before today, at the latest on a 28th."""
    return months_back(today, size.months).replace(day=min(today.day, 28))


def numbers(staff: Sequence[Person]) -> Mapping[str, int]:
    """The id of each by key."""
    return {p.key: p.number for p in staff}
