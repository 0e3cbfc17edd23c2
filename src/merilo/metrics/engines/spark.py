"""A Spark Connect server, Spark's own or Sail, over exactly the files of the snapshot.

Every question carries its tables with it: nothing of ours stays on the server, so that a server
that was started anew, or two questions of different snapshots at a time, change no answer.
"""

import re
import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from warnings import catch_warnings, filterwarnings, simplefilter

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession, types
from pyspark.sql.connect.client.retries import DefaultPolicy

from merilo.errors import Unreachable
from merilo.facts.lake import Snapshot
from merilo.facts.table import Kind, Table
from merilo.facts.tables import TABLES
from merilo.metrics.engines.engine import Engine
from merilo.metrics.engines.spark_sql import SparkSQL
from merilo.words import say

PATIENCE = 5  # seconds for the address to answer at all
TRIES = 4  # of one request, in as many seconds; pyspark's own fifteen take ten minutes
TYPES: dict[Kind, types.DataType] = {
    Kind.TEXT: types.StringType(),
    Kind.MONEY: types.DecimalType(18, 4),
    Kind.NUMBER: types.DecimalType(18, 6),
    Kind.INSTANT: types.TimestampType(),
    Kind.DAY: types.DateType(),
    Kind.COUNT: types.LongType(),
    Kind.FLAG: types.BooleanType(),
    Kind.JSON: types.StringType(),
}
SILENT = ("UNAVAILABLE", "RETRIES_EXCEEDED")
BLIND = ("PATH_NOT_FOUND", "FAILED_READ_FILE")  # as Spark says it; Sail says nothing
ASKED = re.compile(r"\b(FROM|JOIN)\s+`(\w+)`")  # a table, and no column of that name


class Spark(Engine):
    """A session on the server at `address`, begun with the first question.

    `place` is its host and port. When asked, Unreachable if the server does not answer or does not
    see the lake.
    """

    dialect, compiler = "spark", SparkSQL

    def __init__(self, address: str, place: tuple[str, int], folder: Path | None = None) -> None:
        super().__init__(folder)
        self.address, self.place = address, place
        self.first = Lock()

    def rows(self, sql: str, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
        names = {name for _, name in ASKED.findall(sql) if name in TABLES}
        text = ASKED.sub(carried, sql.replace("{", "{{").replace("}", "}}"))
        files = {name: snapshot.files(name) for name in names}
        with self.mapped(snapshot):
            tables = {name: self.table(TABLES[name], files[name]) for name in names}
            if any(len(tables[name].inputFiles()) != len(files[name]) for name in names):
                raise self.blind(snapshot)  # Sail counts the files it does not find as empty
            yield from self.begun().sql(text, None, **tables).toArrow().to_pylist()

    def table(self, table: Table, files: tuple[str, ...]) -> DataFrame:
        """The declared columns from `files`; of no rows, but typed, if there are none."""
        fields = [types.StructField(c.name, TYPES[c.kind]) for c in table.columns]
        schema = types.StructType(fields)
        if not files:
            return self.begun().createDataFrame([], schema)
        return self.begun().read.schema(schema).parquet(*files).select(*schema.names)

    def begun(self) -> SparkSession:
        """The session; two threads that ask first begin one."""
        with self.first:
            return self.session

    @cached_property
    def session(self) -> SparkSession:
        """A session in UTC, given back to the server at the end: there it holds workers."""
        try:
            socket.create_connection(self.place, timeout=PATIENCE).close()
        except OSError as error:
            raise Unreachable(self.name, error.strerror or str(error)) from error
        session: SparkSession = SparkSession.builder.remote(self.address).create()
        weakref.finalize(self, ended, session)
        session.client.set_retry_policies([DefaultPolicy(max_retries=TRIES)])
        filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")  # we say so ourselves
        session.conf.set("spark.sql.session.timeZone", "UTC")
        return session

    @property
    def name(self) -> str:
        """The server as messages call it: without the secrets that an address may hold."""
        return "{}:{}".format(*self.place)

    @contextmanager
    def mapped(self, snapshot: Snapshot) -> Iterator[None]:
        """What is the server's fault, in our words; bugs stay bugs."""
        try:
            yield
        except PySparkException as error:
            said = str(error)
            if any(word in said for word in SILENT):
                raise Unreachable(self.name, say("it stopped answering")) from error
            if any(word in said for word in BLIND):
                raise self.blind(snapshot) from error
            raise

    def blind(self, snapshot: Snapshot) -> Unreachable:
        """The server does not see the files of the snapshot."""
        problem = "it does not find all files of {folder} under that same path"
        return Unreachable(self.name, say(problem, folder=snapshot.root))


def ended(session: SparkSession) -> None:
    """Gives a session back; a server that is gone needs no telling."""
    session.client.set_retry_policies([DefaultPolicy(max_retries=0)])
    with suppress(Exception), catch_warnings():
        simplefilter("ignore")
        session.stop()


def carried(found: re.Match[str]) -> str:
    """A table of the lake as one that comes with the question."""
    word, name = found.groups()
    return f"{word} {{{name}}}" if name in TABLES else found[0]
