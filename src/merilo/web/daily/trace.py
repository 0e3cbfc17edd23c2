"""What became of a report: when it was filed, by whom, what each correction changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from merilo.report.desk import Desk
from merilo.web.daily.forms import title
from merilo.web.daily.models import Filed
from merilo.web.plans.figures import decimal
from merilo.words import _, spoken


@dataclass(frozen=True)
class Version:
    """A report as it was filed at a time: what it changed of the one before."""

    at: datetime
    author: str
    late: bool
    why: str
    changes: Sequence[tuple[str, str, str]]  # of what, before, since then


def versions(now: Desk, found: Sequence[Filed]) -> list[Version]:
    """Of the reports of a day, the first first."""
    every: list[Filed | None] = [None, *found]
    return [
        Version(one.at, one.author, one.late, one.why, changes(now, before, one) if before else ())
        for before, one in pairwise(every) if one
    ]  # fmt: skip


def changes(now: Desk, before: Filed, one: Filed) -> list[tuple[str, str, str]]:
    """What differs between two of them."""
    was, is_now = (values(each) for each in (before, one))
    found = [
        (title(now, id, spoken.get()), was.get(id) or "—", is_now.get(id) or "—")
        for id in {**was, **is_now} if was.get(id) != is_now.get(id)
    ]  # fmt: skip
    for name, old, new in ((_("Comment"), before.comment, one.comment),
                           (_("Tomorrow"), before.tomorrow, one.tomorrow)):  # fmt: skip
        if old != new:
            found.append((name, old or "—", new or "—"))
    return found


def values(one: Filed) -> dict[str, str]:
    """What was typed, by field."""
    return {line["metric"]: told(line) for line in one.lines if line["typed"] is not None}


def told(line: Mapping[str, Any]) -> str:
    """A typed figure with its reason."""
    text = decimal(Decimal(line["typed"]), spoken.get())
    return f"{text} ({line['why']})" if line["why"] else text
