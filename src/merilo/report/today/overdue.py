"""Tasks that are past due and still open."""

from collections.abc import Iterable

from merilo.metrics.question import Question
from merilo.metrics.wanting import overdue
from merilo.report.desk import Desk
from merilo.report.today.deals import dearest, said
from merilo.report.today.matter import Kind, Matter, Subject
from merilo.words import _, say


def find(desk: Desk, question: Question) -> Iterable[Matter]:
    """By person; of tasks about one deal its amount counts once, with the oldest."""
    names = desk.labels("person")
    found: dict[str, list[Subject]] = {}
    counted: set[str] = set()
    for row in desk.listed(overdue, question):
        if not row["person"]:
            continue
        dear = row["deal"] not in counted
        counted.add(row["deal"])
        title = row["title"] or row["customer_name"] or _("a task")
        due = say("due {day}", day=said(row["due_on"]))
        stake = row["amount_base"] if dear else None
        one = Subject(f"overdue|{row['key']}|{row['due_on']}", title, (due,), stake)
        found.setdefault(row["person"], []).append(one)
    for person, subjects in found.items():
        yield Matter(Kind.OVERDUE, person, names.get(person, person), dearest(subjects))
