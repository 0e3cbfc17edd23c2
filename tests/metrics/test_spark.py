"""The second engine answers as the first does, and says what is wrong where it cannot."""

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from math import isclose
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest

from merilo.errors import SetupError, Unreachable
from merilo.facts.lake import Snapshot
from merilo.metrics.behind import behind
from merilo.metrics.catalogue import BY_FAMILY
from merilo.metrics.engines import engine
from merilo.metrics.engines.duckdb import DuckDB
from merilo.metrics.engines.engine import Engine
from merilo.metrics.labels import labels
from merilo.metrics.question import EVERYBODY, Question
from merilo.periods import Period
from tests import firm
from tests.builders import NOWHERE

YEAR = Period.of("2015", firm.TODAY)
DUCKDB = DuckDB(threads=1)


@pytest.fixture(scope="module")
def spark(sail: str) -> Engine:
    return engine(sail)


def asked(*metrics: str, by: tuple[str, ...] = ("person",)) -> Question:
    return Question(metrics, YEAR, EVERYBODY, firm.TODAY, by)


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and bool(one == other)


@pytest.mark.parametrize("family", BY_FAMILY)
def test_the_same_rows_of_the_same_types_in_the_same_order(
    family: str, spark: Engine, snapshot: Snapshot
) -> None:
    question = asked(*BY_FAMILY[family], by=("person", "month"))
    ours, theirs = (one.answer(question, snapshot).rows for one in (spark, DUCKDB))

    assert len(ours) == len(theirs) > 10
    cells = [(n, m[n], t[n]) for m, t in zip(ours, theirs, strict=True) for n in t]
    assert not [cell for cell in cells if not alike(*cell[1:])]


def test_of_an_empty_lake_nothing_is_known(spark: Engine) -> None:
    """Tables without a file have their types."""
    (row,) = spark.answer(asked("revenue", "calls", "win_rate", "nps", by=()), NOWHERE).rows

    assert [*row.values()] == [None] * 4


@pytest.mark.parametrize("metric", ["revenue", "lead_processing", "calls"])
def test_the_same_rows_stand_behind_a_figure(
    metric: str, spark: Engine, snapshot: Snapshot
) -> None:
    def shown(one: Engine) -> list[list[str]]:
        rows = one.rows(one.sql(behind(metric, asked(metric))), snapshot)
        return sorted([str(v) for n, v in row.items() if n != "adds"] for row in rows)

    assert len(shown(DUCKDB)) > 10
    assert shown(spark) == shown(DUCKDB)


def test_a_session_lives_in_utc(spark: Engine) -> None:
    """Whatever the zone of the server is."""
    (row,) = spark.rows("SELECT CURRENT_TIMEZONE() AS zone", NOWHERE)

    assert row == {"zone": "UTC"}


def test_keys_have_the_same_names(spark: Engine, snapshot: Snapshot) -> None:
    assert labels("unit", DUCKDB, snapshot)
    assert labels("unit", spark, snapshot) == labels("unit", DUCKDB, snapshot)


def test_a_name_with_braces_and_quotes_is_a_value(spark: Engine, snapshot: Snapshot) -> None:
    """Tables are put in between braces; what was asked for is left as it is."""
    question = replace(asked("revenue"), where=(("channel", ("{deals}", "{oops}", "it's", "web")),))

    assert spark.answer(question, snapshot).rows == DUCKDB.answer(question, snapshot).rows


def test_many_ask_at_once_about_different_moments(spark: Engine, snapshot: Snapshot) -> None:
    """Nothing of one question stays for the next."""
    with ThreadPoolExecutor(4) as pool:
        seen = [snapshot, NOWHERE] * 6
        rows = [*pool.map(lambda one: spark.answer(asked("calls", by=()), one).rows, seen)]

    assert rows == [DUCKDB.answer(asked("calls", by=()), one).rows for one in seen]


def test_a_file_older_than_a_column_has_none_of_it(sail: str, tmp_path: Path) -> None:
    snapshot = firm.lake(tmp_path / "lake").snapshot()
    for file in snapshot.files("activities")[::2]:
        rows = f"select * exclude (duration_s) from read_parquet('{file}', hive_partitioning=false)"
        duckdb.execute(f"create or replace table kept as {rows}")
        duckdb.execute(f"copy kept to '{file}' (format parquet)")
    question = asked("calls", "talk_time", by=("month",))

    ours, theirs = (one.answer(question, snapshot).rows for one in (engine(sail), DUCKDB))
    assert ours == theirs
    assert len({bool(row["talk_time"]) for row in ours}) == 2


# What can go wrong


def test_a_file_that_the_server_does_not_see_is_no_empty_file(sail: str, tmp_path: Path) -> None:
    """Sail itself would leave it out and answer."""
    snapshot = firm.lake(tmp_path / "lake").snapshot()
    Path(snapshot.files("activities")[0]).unlink()

    with pytest.raises(Unreachable, match="does not find all files"):
        engine(sail).answer(asked("calls"), snapshot)


def test_a_folder_that_reads_as_a_pattern_is_not_taken_for_one(sail: str, tmp_path: Path) -> None:
    snapshot = firm.lake(tmp_path / "br{a,b}ce" / "lake").snapshot()

    with pytest.raises(Unreachable, match="does not find all files"):
        engine(sail).answer(asked("calls"), snapshot)


def test_a_folder_may_have_any_other_name(sail: str, tmp_path: Path) -> None:
    snapshot = firm.lake(tmp_path / "a home, #1 & 'дом'" / "lake").snapshot()
    question = asked("calls")

    assert engine(sail).answer(question, snapshot).rows == DUCKDB.answer(question, snapshot).rows


def test_a_server_that_is_not_there_is_said_at_once() -> None:
    pytest.importorskip("pyspark", reason="no client: install requirements/dev.txt")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"sc://127.0.0.1:{port}/;token=secret"

    with pytest.raises(Unreachable, match=rf"^127\.0\.0\.1:{port} cannot compute") as error:
        engine(address).answer(asked("calls"), NOWHERE)
    assert "secret" not in str(error.value)


def test_what_listens_there_may_be_something_else() -> None:
    pytest.importorskip("pyspark", reason="no client: install requirements/dev.txt")
    with socket.create_server(("127.0.0.1", 0)) as other:
        Thread(target=rude, args=[other], daemon=True).start()
        with pytest.raises(Unreachable, match="stopped answering"):
            engine(f"sc://127.0.0.1:{other.getsockname()[1]}").answer(asked("calls"), NOWHERE)


def rude(server: socket.socket) -> None:
    """Answers as a web server would."""
    with suppress(OSError):
        while True:
            caller, _ = server.accept()
            with caller:
                caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(
    "address", ["spark", "duckdb", "http://host:80", "sc://", "sc:///x", "sc://h:port/;token=x"]
)
def test_an_address_that_is_none_is_said_to_be_none(address: str) -> None:
    with pytest.raises(SetupError, match=r"^MERILO_ENGINE is .*must be sc://host:port") as error:
        engine(address)
    assert "token" not in str(error.value)


def test_without_an_address_this_process_computes() -> None:
    assert isinstance(engine(), DuckDB)


@pytest.mark.parametrize("absent", ["pyspark", "pandas", "grpc"])
def test_a_missing_extra_is_named(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, absent, None)

    with pytest.raises(SetupError, match=r"pip install 'merilo\[cluster\]'") as error:
        engine("sc://127.0.0.1:1/;token=secret")
    assert "secret" not in str(error.value)
