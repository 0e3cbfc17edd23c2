"""What the facts of the demo company are made from, as small tables and macros of DuckDB."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from duckdb import DuckDBPyConnection

from merilo.company import Company
from merilo.demo import names, offer
from merilo.demo.norms import NORMS
from merilo.demo.roster import BEFORE, key
from merilo.demo.script import TOUCHES
from merilo.demo.size import Size
from merilo.demo.staff import LISTENER, TERRITORIES, ZONES, Person, start
from merilo.demo.stories import DOUBLED, HIRED, PUSH, PUSHED, QUALIFIED
from merilo.demo.tables import enter, fill

REPORTED = 180  # days of daily reports
PROSPECTS, PORTFOLIO = 400, 45  # customers of a cold caller; of an account manager at the start


def settings(size: Size, today: date, company: Company) -> str:
    """The figures of this company, each a macro."""
    doubled = DOUBLED.on(today)
    said = {
        "since()": f"date '{start(size, today)}'",
        "until()": f"date '{today}'",
        "until_micros()": f"epoch_us(timezone('{company.zone}', timestamp '{today}'))",
        "zone_of_company()": f"'{company.zone}'",
        "pushed(day)": f"date_trunc('month', day) = date '{PUSH.on(today)}'",
        "doubled(day)": f"day between date '{doubled}' and date '{doubled + timedelta(days=13)}'",
        "reports_since()": f"date '{today - timedelta(days=REPORTED)}'",
        "prospects()": PROSPECTS,
        "portfolio()": PORTFOLIO,
        "branches()": size.branches,
        "touches_of_size()": size.touches,
        "sampled()": size.sampled,
        "listener()": LISTENER,
        "again()": f"'{offer.AGAIN}'",
        "pushed_channel()": f"'{PUSHED}'",
        "industries()": [*offer.INDUSTRIES],
    }
    words = {
        f"{what}_{office}()": [*lists[office]]
        for office in ZONES
        for what, lists in (
            ("forms", names.FORMS), ("beginnings", names.BEGINNINGS), ("trades", names.TRADES),
            ("endings", names.ENDINGS), ("territories", TERRITORIES),
        )
    }  # fmt: skip
    return ";".join(f"create or replace temp macro {n} as {v}" for n, v in (said | words).items())


def lay_ground(
    db: DuckDBPyConnection, size: Size, staff: Sequence[Person], today: date, company: Company
) -> None:
    """Everything the SQL files ask for but the people themselves."""
    db.execute(settings(size, today, company))
    since = start(size, today)
    days = [since + timedelta(days=n) for n in range((today - since).days)]
    fill(db, "workdays", {"day": "date", "working": "boolean"},
         [(day, company.calendar.is_working(day)) for day in days])  # fmt: skip
    lay_ways(db)
    lay_goods(db)
    lay_circles(db, staff, today)


def lay_ways(db: DuckDBPyConnection) -> None:
    """Pipelines and stages, their gates, what happens at each stage, why deals are lost."""
    acts = {"pipeline": "text", "act": "int"}
    fill(db, "steps", acts | {"id": "text"},
         ((way, act, f"{way}/{stage}") for way, act, stage, _, _ in offer.STAGES))  # fmt: skip
    fill(db, "gates", acts | {"before": "int", "convert": "double", "seconds": "double",
                              "skip": "double", "back": "double"}, offer.GATES)  # fmt: skip
    fill(db, "touches", {"place": "int", "act": "int", "kind": "text", "direction": "text",
                         "author": "text", "often": "double", "low": "double", "high": "double",
                         "success": "double"},
         ([n, *touch] for n, touch in enumerate(TOUCHES)))  # fmt: skip
    fill(db, "reasons", {"office": "text", "act": "int", "reason": "text", "low": "double",
                         "high": "double"}, reason_rows())  # fmt: skip


def reason_rows() -> Iterator[list[Any]]:
    """For each office and act, its reasons, each with its part of the span from 0 to 1."""
    for office in ZONES:
        for act in {act for _, acts, _, _ in offer.REASONS for act in acts}:
            here = [r for r in offer.REASONS if r[0] == office and act in r[1]]
            for (*_, reason, _), low, high in spans(here):
                yield [office, act, reason, low, high]


def spans(weighted: Sequence[Any]) -> Iterator[tuple[Any, float, float]]:
    """Each row, whose last item is a weight, with its part of the span from 0 to 1."""
    bounds = [0.0, *accumulate(row[-1] for row in weighted)]
    for row, (low, high) in zip(weighted, pairwise(bounds), strict=True):
        yield row, low / bounds[-1], high / bounds[-1]


def lay_goods(db: DuckDBPyConnection) -> None:
    """Channels, segments, products, territories, what reviews look at, what plans ask for."""
    span = {"low": "double", "high": "double"}
    channels = [(name, quality, spends, share) for name, share, quality, spends in offer.CHANNELS]
    fill(db, "channels", {"place": "int", "channel": "text", "quality": "double",
                          "spending": "int", "cold": "boolean", "pushed": "boolean"} | span,
         [[n, *row[:3], False, row[0] == PUSHED, low, high]
          for n, (row, low, high) in enumerate(spans(channels))]
         + [[len(channels), offer.COLD, 1.0, 0, True, False, 0.0, 1.0]])  # fmt: skip
    segments = [(name, usual, share) for name, share, usual in offer.SEGMENTS]
    fill(db, "segments", {"segment": "text", "usual": "int", "part": "double"} | span,
         ([*row, low, high] for row, low, high in spans(segments)))  # fmt: skip
    fill(db, "groups", {"place": "int", "what": "text"},
         enumerate(group for group, *_ in offer.PRODUCTS))  # fmt: skip
    fill(db, "goods", {"place": "int", "id": "text", "price": "int", "cost": "double"},
         ([n, id, price, cost] for n, (id, _, _, price, cost) in enumerate(goods())))  # fmt: skip
    fill(db, "territories", {"territory": "text", "size": "int"}, offer.MARKETS)
    fill(db, "criteria", {"line": "int", "what": "text", "criterion": "text", "maximum": "int",
                          "weight": "int", "critical": "boolean"},
         ([n, *c] for n, c in enumerate(offer.CRITERIA)))  # fmt: skip
    fill(db, "rounds", {"what": "text", "every": "int", "falls_on": "int", "card": "text"},
         offer.ROUNDS)  # fmt: skip
    fill(db, "norms", {"role": "text", "metric": "text", "kind": "text", "target": "double",
                       "seasonal": "boolean", "digits": "int"}, NORMS)  # fmt: skip


def goods() -> Iterator[tuple[str, str, str, int, float]]:
    """Each product: id, name, group, price, part of the price that it costs us."""
    for order, (group, called, price, cost) in enumerate(offer.PRODUCTS, 1):
        for place, name in enumerate(called):
            yield f"{order}{place:02}", name, group, price * (4 + 3 * place) // 4, cost


def lay_circles(db: DuckDBPyConnection, staff: Sequence[Person], today: date) -> None:
    """Who takes leads over, who keeps the customers won, whose calls were written twice."""
    for name, role in (("receivers", "seller"), ("keepers", "account_manager")):
        there = [p for p in staff if p.role == role and not p.left_on and p.place != HIRED.who]
        rows = []
        for office in ZONES:
            numbers = [p.number for p in there if p.office == office]
            rows += [[office, place, len(numbers), n] for place, n in enumerate(numbers)]
        fill(db, name, {"office": "text", "place": "int", "of": "int", name[:-1]: "int"}, rows)
    on = DOUBLED.on(today)
    fill(db, "doubled", {"q": "int"}, ([p.number] for p in staff
         if p.unit_on(on).split(".")[0] == DOUBLED.who and not p.left_on))  # fmt: skip


def write_offer(db: DuckDBPyConnection) -> None:
    """The tables pipelines, stages and products."""
    enter(db, "pipelines", ({"id": id, "name": name, "updated_at": BEFORE}
                            for id, name in offer.PIPELINES))  # fmt: skip
    enter(db, "stages", stage_rows())
    enter(db, "products", ({"id": id, "name": name, "group": group, "updated_at": BEFORE}
                           for id, name, group, _, _ in goods()))  # fmt: skip


def stage_rows() -> Iterator[dict[str, Any]]:
    """The stages of each pipeline, numbered from 1."""
    for way, _ in offer.PIPELINES:
        own = [stage for stage in offer.STAGES if stage[0] == way]
        for position, (_, act, id, name, stale) in enumerate(own, 1):
            yield {
                "id": f"{way}/{id}",
                "pipeline": key(way),
                "name": name,
                "position": position,
                "kind": {offer.WON: "won", offer.LOST: "lost"}.get(act, "open"),
                "qualifies": QUALIFIED <= act <= offer.WON,
                "stale_after_days": stale,
                "updated_at": BEFORE,
            }
