"""What is there before the first deal: units, people, pipelines, reasons, products, fields."""

from collections.abc import Iterator
from random import Random

from merilo.fakes.world import names
from merilo.fakes.world.things import Field, Named, Person, Pipeline, Product, Stage, Unit

# name, open stages (the first takes what comes in by itself), names of won and lost
PIPELINES = (
    ("Продажи", ("Неразобранное", "Первичный контакт", "Встреча", "КП отправлено", "Договор"),
     "Успешно реализовано", "Закрыто и не реализовано"),
    ("Повторные продажи", ("Неразобранное", "Запрос", "Согласование", "Счёт"),
     "Оплачено", "Отказ"),
    ("Старая воронка", ("Неразобранное", "Новая", "В работе"), "Успех", "Провал"),
)  # fmt: skip
OLD = 2  # the archived one
DROPPED = "Тест-драйв"  # the stage that was deleted, between the second and the third of the first


def units() -> list[Unit]:
    """The main one, and its parts."""
    return [Unit(n, name, parent=0 if n else None) for n, name in enumerate(names.UNITS)]


def people(count: int, since: int, until: int, rng: Random) -> list[Person]:
    """The first is the administrator; the last is in no unit; every fifth seller has left."""
    staff = []
    for n in range(count):
        unit = None if n == count - 1 else n % len(names.UNITS)
        left = n > 2 and n % 5 == 3
        staff.append(
            Person(
                n, names.person(n), f"user{n}@example.org", names.phone(n, 1), str(101 + n), unit,
                admin=n == 0,
                left_at=since + int((until - since) * rng.uniform(0.4, 0.8)) if left else None,
            )
        )  # fmt: skip
    return staff


def pipelines(since: int, until: int) -> list[Pipeline]:
    """Three, one of them archived after a third of the time; one stage deleted at the half."""
    third = (until - since) // 3
    made, stages = [], 0
    for number, (name, steps, won, lost) in enumerate(PIPELINES):
        way = Pipeline(number, name, archived_at=since + third if number == OLD else None)
        rows = [(step, "open", 10 * (n + 1)) for n, step in enumerate(steps)]
        if number == 0:
            rows.insert(2, (DROPPED, "open", 25))
        rows += [(won, "won", 10_000), (lost, "lost", 11_000)]
        for step, kind, position in rows:
            gone = since + (until - since) // 2 if step == DROPPED else None
            incoming = kind == "open" and position == 10
            way.stages.append(Stage(stages, number, step, position, kind, incoming, gone))
            stages += 1
        made.append(way)
    return made


def named(words: tuple[str, ...]) -> list[Named]:
    """Loss reasons or sources."""
    return [Named(n, word) for n, word in enumerate(words)]


def products() -> list[Product]:
    """The price list."""
    return list(goods())


def goods() -> Iterator[Product]:
    """Each product."""
    number = 0
    for group, called, price in names.GOODS:
        for place, name in enumerate(called):
            now = price * (4 + place) // 4
            yield Product(number, name, group, now, now * 6 // 10)
            number += 1


def fields() -> list[Field]:
    """What the company has added to its cards."""
    rows = (
        ("deal", "Канал", "select", names.SOURCES, 0.8),
        ("deal", "Дата отгрузки", "date", (), 0.4),
        ("deal", "Маржа", "numeric", (), 0.5),
        ("company", "Отрасль", "select", names.INDUSTRIES, 0.9),
        ("company", "Регион", "select", names.REGIONS, 0.7),
        ("contact", "Должность", "text", (), 0.3),
    )
    return [Field(n, *row) for n, row in enumerate(rows)]
