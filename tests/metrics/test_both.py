"""Every metric in every shape of question: the second engine answers as the first does (by person
and month in test_spark). What must hold of the figures themselves is in test_every."""

from collections.abc import Callable

import pytest

from merilo.facts.lake import Snapshot
from merilo.metrics.engines import engine
from merilo.metrics.engines.engine import Engine
from merilo.metrics.question import WHOLE, Question
from tests import firm
from tests.builders import OCTOBER, TODAY
from tests.metrics import test_every as every
from tests.metrics.test_every import ALL, FACTS, HALF, MONEY, able, asked

Lakes = Callable[[str], Snapshot]
NOW = {"period": OCTOBER, "today": TODAY}
DAYS = ("channel", "unit", "role", "week", "day")
THINGS = ("segment", "territory", "pipeline", "stage", "loss_reason", "customer")
SHAPES = {
    "whole": ("firm", asked(ALL)),
    "people": ("firm", asked(ALL, "person", period=HALF).beside_whole()),
    "roles": ("firm", asked(ALL, "department", "role", period=HALF, placed="now").beside_whole()),
    "days": ("firm", asked(able(DAYS), *DAYS)),
    "things": ("firm", asked(able(THINGS), *THINGS)),
    "products": ("firm", asked(MONEY, "product")),
    "groups": ("firm", asked(MONEY, "product_group", "department")),
    "nobody": ("nobody", asked(ALL, **NOW)),
    "idle": ("idle", asked(ALL, "person", **NOW).beside_whole()),
}


@pytest.fixture(scope="module")
def spark(sail: str) -> Engine:
    return engine(sail)


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Lakes:
    """The facts as the second engine wants them: in files."""
    made: dict[str, Snapshot] = {}

    def lake(facts: str) -> Snapshot:
        if facts not in made:
            folder = tmp_path_factory.mktemp(facts) / "lake"
            made[facts] = firm.lake(folder, FACTS[facts]).snapshot()
        return made[facts]

    return lake


@pytest.mark.parametrize(("facts", "question"), SHAPES.values(), ids=SHAPES)
def test_both_answer_alike(facts: str, question: Question, spark: Engine, lakes: Lakes) -> None:
    ours, theirs = every.ask(facts, question), spark.answer(question, lakes(facts)).rows
    for rows in (ours, theirs):  # the whole may stand before or after a group without a name
        rows.sort(key=lambda row: bool(row.get(WHOLE)))

    assert len(ours) == len(theirs) > 0
    assert not [d for pair in zip(ours, theirs, strict=True) if (d := every.different(*pair))]
