"""Complaints that nobody has settled yet."""

from collections.abc import Iterable

from merilo.metrics.question import Question
from merilo.metrics.wanting import complaints
from merilo.report.desk import Desk
from merilo.report.today.deals import dearest, said
from merilo.report.today.matter import Kind, Matter, Subject
from merilo.words import _, say


def find(desk: Desk, question: Question) -> Iterable[Matter]:
    """By person; at stake is what the customer brought in a year."""
    names = desk.labels("person")
    found: dict[str, list[Subject]] = {}
    for row in desk.listed(complaints, question):
        if row["person"]:
            title = row["customer_name"] or _("a customer")
            told = [row["cause"] or "", say("came {day}", day=said(row["received_on"]))]
            one = Subject(f"complaint|{row['key']}", title, [*filter(None, told)], row["brought"])
            found.setdefault(row["person"], []).append(one)
    for person, subjects in found.items():
        yield Matter(Kind.COMPLAINT, person, names.get(person, person), dearest(subjects))
