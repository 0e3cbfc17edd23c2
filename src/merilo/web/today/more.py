"""Matters that the facts do not tell: reports that were not filed, norms and alerts."""

from collections.abc import Iterator

from merilo.metrics.question import Scope
from merilo.report.desk import Desk
from merilo.report.today import Matter


def more(desk: Desk, scope: Scope) -> Iterator[Matter]:
    """Those of people in sight."""
    yield from ()
