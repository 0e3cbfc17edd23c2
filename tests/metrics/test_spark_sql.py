"""Every metric can be written for Spark; no server is asked."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import ibis
import pytest

from merilo.facts.lake import Snapshot
from merilo.metrics.catalogue import BY_FAMILY
from merilo.metrics.engines.engine import Engine
from merilo.metrics.engines.spark_sql import SparkSQL
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from tests import firm

MONTH = Period(date(2015, 10, 1), date(2015, 11, 1))
FAR = re.compile(r"\b2[2-9]\d\d\b")  # the years of a template's blanks


class Writer(Engine):
    """Writes and asks nobody."""

    dialect, compiler = "spark", SparkSQL

    def rows(self, sql: str, snapshot: Snapshot) -> Iterable[dict[str, Any]]:
        raise AssertionError(sql)


def written(value: ibis.Value) -> str:
    return " ".join(Writer().sql(value.name("it").as_table()).split())


@pytest.mark.parametrize("family", BY_FAMILY)
def test_every_metric_is_written_for_spark(family: str) -> None:
    """And moved to the days asked for: none of a blank stays."""
    question = Question((*BY_FAMILY[family],), MONTH, EVERYBODY, firm.TODAY, ("person",))
    sql = Writer().written(question)

    assert all(f"AS `{metric}`" in sql for metric in question.metrics)
    assert "MAKE_DATE(2015, 10, 1)" in sql
    assert not FAR.search(sql)


def test_numbers_keep_their_digits() -> None:
    """1.0 is a decimal on Spark, and a mean or a quotient of decimals has six digits."""
    cents = ibis.table({"cents": "decimal(18, 4)"}, name="t").cents

    assert "CAST(0.5 AS DOUBLE)" in written(ibis.literal(0.5))
    assert "AVG(CAST(`t0`.`cents` AS DOUBLE))" in written(cents.mean())
    assert "CAST(`t0`.`cents` AS DOUBLE) / CAST(`t0`.`cents` AS DOUBLE)" in written(
        (cents / cents).max()
    )


def test_a_count_of_nothing_is_no_sum() -> None:
    rows = ibis.table({"won": "boolean"}, name="t")

    assert "COUNT_IF(`t0`.`won`)" in written(rows.count(where=rows.won))
    assert "COUNT(*)" in written(rows.count())
