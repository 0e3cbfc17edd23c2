"""Every page, piece, picture and file, as every role, about everybody: nothing of who is out of
sight, neither a name nor a figure."""

import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest

from merilo.report.desk import Desk
from merilo.web.access.pages import PAGES
from merilo.web.access.policy import rights
from merilo.web.accounts.models import Role
from tests import firm

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEAR = "2015-05-01..2016-04-30"
ASKED = {  # where a person can be named, and how
    "card": ("/people/{key}/", {}),
    "work": ("/people/{key}/months/", {}),
    "feed": ("/people/{key}/feed/", {}),
    "chart": ("/people/chart/trend.png", {"key": "{key}"}),
    "table": ("/people/", {"person": "{key}", "columns": "calls,deals_won"}),
    "found": ("/people/", {"q": "{name}", "columns": "calls"}),
    "file": ("/people/", {"person": "{key}", "columns": "calls", "form": "xlsx"}),
    "lines": ("/people/", {"person": "{key}", "columns": "calls", "form": "csv"}),
    "others": ("/people/", {"compare": "others", "columns": "calls"}),
    "units": ("/people/", {"by": "unit", "columns": "calls"}),
    "filters": ("/people/filters/", {"person": "{key}"}),
    "compared": ("/people/compare/", {"key": ["{own}", "{key}"], "columns": "calls"}),
    "compared file": ("/people/compare/", {"key": ["{own}", "{key}"], "columns": "calls",
                                           "form": "xlsx"}),
    "figure": ("/figures/calls/", {"person": "{key}"}),
    "rows": ("/figures/calls/rows/", {"person": "{key}"}),
    "rows file": ("/figures/calls/rows/", {"person": "{key}", "form": "csv"}),
    "quality": ("/quality/", {"person": "{key}"}),
    "plans": ("/plans/", {"metric": "calls", "day": "2016-01-01"}),
    "plans by quarters": ("/plans/", {"metric": "win_rate", "grain": "quarter"}),
    "plans before": ("/plans/history/", {"metric": "calls", "day": "2016-01-01"}),
    "chances": ("/plans/chances/", {"metric": "calls", "day": "2016-01-01"}),
    "scorecards": ("/scorecards/", {"period": YEAR}),
    "trends": ("/scorecards/trends/", {"period": YEAR}),
    "score": ("/people/{key}/score/", {"period": YEAR}),
    "today": ("/today/", {"all": "1"}),
    "tasks": ("/tasks/", {"whose": "people", "person": "p:{key}"}),
    "task form": ("/tasks/new/", {"owner": "p:{key}"}),
    "day": ("/day/", {"person": "{key}"}),
    "day board": ("/day/board/", {"person": "{key}"}),
    "reports": ("/reports/", {"grain": "month"}),
    "report": ("/reports/one/", {"person": "{key}", "day": "2016-04-29"}),
    "log": ("/log/", {"person": "{key}"}),
    "customers": ("/log/customers/", {"q": "{name}"}),
    "alerts": ("/alerts/", {"person": "{key}"}),
}  # fmt: skip
VIEWERS = [
    (Role.SELLER, "test:kim"), (Role.SELLER, ""),
    (Role.HEAD, "test:boris"), (Role.HEAD, "test:fay"),
]  # fmt: skip


def filled(value: object, **words: str) -> object:
    if isinstance(value, list):
        return [filled(one, **words) for one in value]
    return str(value).format(**words)


def text(response) -> str:
    """All the words of an answer, whatever it is."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(content)):  # a workbook
        book = ZipFile(BytesIO(content))
        content = b" ".join(book.read(name) for name in book.namelist())
    return re.sub(r"(href|value|hx-get|action)=\"[^\"]*\"", "", content.decode("utf-8", "ignore"))


def test_every_way_to_name_a_person_is_a_page_there_is():
    assert {"card", "work", "feed", "chart", "people", "filters", "compare", "figure", "rows",
            "quality"} <= PAGES.keys()  # fmt: skip


@pytest.mark.parametrize(("role", "person"), VIEWERS, ids=[f"{r}-{p}" for r, p in VIEWERS])
def test_nothing_of_who_is_out_of_sight(role, person, over_firm, user, signed):
    desk = Desk.at(over_firm, firm.TODAY)
    sight = rights(user(role, person), desk).scope
    names = desk.labels("person")
    hidden = {key: name for key, name in names.items() if not sight.knows(key)}
    client = signed(role, person)
    told = []
    for key, name in hidden.items():
        others = set(hidden.values()) - {name}
        for what, (path, asked) in ASKED.items():
            words = {"key": key, "own": person or "test:ann", "name": name}
            said = {field: filled(value, **words) for field, value in asked.items()}
            response = client.get(str(filled(path, **words)), {"period": YEAR} | said)
            assert response.status_code < 500, (what, key)
            found = set(re.findall(r"\w+", text(response)))
            mine = set() if what == "found" else {name}  # what was typed is shown as typed
            told += [f"{what} of {key}: {one}" for one in found & (others | mine)]
            if what in ("card", "work", "feed", "chart"):
                assert response.status_code == 404, (what, key)
    assert hidden
    assert told == []


def test_who_sees_everybody_is_shown_what_others_are_not(over_firm, signed):
    """The same questions do tell something: else the test above would prove nothing."""
    client = signed(Role.DIRECTOR)
    silent = []
    for what, (path, asked) in ASKED.items():
        words = {"key": "test:dana", "own": "test:ann", "name": "Dana"}
        said = {field: filled(value, **words) for field, value in asked.items()}
        response = client.get(str(filled(path, **words)), {"period": YEAR} | said)
        if response.status_code != 200 or "Dana" not in text(response):
            silent.append(what)

    assert {*silent} <= {
        "work",
        "feed",
        "chart",
        "units",
        "filters",
        "quality",
        "chances",
        "plans before",
        "trends",
        "score",
        "day board",
        "alerts",
        "log",
        "customers",
    }  # name nobody
