"""Every case in `cases/`: the answer must be that of SQL which somebody wrote by hand."""

from collections.abc import Iterator, Mapping
from math import isclose
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from merilo.facts.lake import Snapshot
from merilo.facts.rows import create
from merilo.facts.tables import TABLES
from merilo.metrics.catalogue import METRICS
from merilo.metrics.engines.engine import Engine
from merilo.metrics.question import Question, Scope
from merilo.periods import Period
from tests import firm
from tests.gaps import GAPS

Cells = dict[str, float | None]

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.fixture(scope="session")
def by_hand() -> Iterator[duckdb.DuckDBPyConnection]:
    """The same facts without lake or metrics, for SQL by hand."""
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute("set TimeZone = 'UTC'")
        for name, table in TABLES.items():
            create(db, table, firm.facts().get(name, ()))
        db.execute((FOLDER / "views.sql").read_text("utf-8"))
        yield db


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(
    case: Mapping[str, Any], engine: Engine, snapshot: Snapshot,
    by_hand: duckdb.DuckDBPyConnection, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    if reason := GAPS.get((engine.dialect, case["case"])):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    asked = question(case["ask"])
    answer = engine.answer(asked, snapshot).rows
    for metric in asked.metrics:
        assert any(row[metric] for row in answer), f"no {metric} at all: the case proves nothing"

    found = by_hand.execute(case["same as"])
    names = [column[0] for column in found.description or ()]
    assert names == [*asked.by, *asked.metrics]
    wanted = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert not differences(cells(answer, asked), cells(wanted, asked))


def test_every_metric_has_a_case() -> None:
    assert not METRICS.keys() - {metric for case in CASES for metric in case["ask"]["metrics"]}


def test_every_gap_is_that_of_a_case() -> None:
    assert {name for _, name in GAPS} <= {case["case"] for case in CASES}
    assert all(GAPS.values())


def question(ask: Mapping[str, Any]) -> Question:
    """What the case asks, within what its asker may see."""
    people = ask.get("sees")
    return Question(
        tuple(ask["metrics"]),
        Period.of(str(ask["period"]), firm.TODAY),
        Scope(None if people is None else frozenset(people)),
        firm.TODAY,
        tuple(ask.get("by", ())),
        tuple((name, tuple(keys)) for name, keys in ask.get("where", {}).items()),
        ask.get("placed", "then"),
    )


def differences(ours: Cells, theirs: Cells) -> dict[str, tuple[object, object]]:
    """What is not the same in both, to nine digits; empty is only the same as empty."""
    pairs = {name: (ours.get(name, "-"), theirs.get(name, "-")) for name in ours | theirs}
    return {
        name: (mine, yours)
        for name, (mine, yours) in pairs.items()
        if mine != yours
        and not (
            isinstance(mine, float)
            and isinstance(yours, float)
            and isclose(mine, yours, rel_tol=1e-9, abs_tol=1e-9)
        )
    }


def cells(rows: list[dict[str, Any]], asked: Question) -> Cells:
    """Each figure by what it is the figure of; empty stays empty."""
    found = {
        " ".join([*(str(row[name]) for name in asked.by), metric]): row[metric]
        for row in rows
        for metric in asked.metrics
    }
    assert len(found) == len(rows) * len(asked.metrics), "two rows of the same thing"
    return {name: None if value is None else float(value) for name, value in found.items()}
