"""Whom a source names, and who they are here; operators of a telephone system are matched."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merilo.facts.brought import Calls, calls, extensions, operators
from merilo.facts.brought import people as people_of
from merilo.facts.staff import Person
from merilo.facts.staff import staff as staff_of
from merilo.report.operators import matched
from merilo.sources.sync.connection import Connection
from merilo.web.access.request import SignedIn
from merilo.web.connections import change
from merilo.web.connections.find import asked, connection_of, shared, snapshot
from merilo.words import say


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedIn, name: str) -> HttpResponse:
    """The people of the source, and the operators of its calls."""
    connection, _connector = connection_of(name)
    here = snapshot()
    staff = staff_of(here).people if here else {}
    if request.method == "POST":
        return chosen(request, connection, staff)
    found = asked(operators, name, [])
    return page(request, connection, staff, said(connection), bool(found))


def said(connection: Connection) -> dict[str, str]:
    """Who was chosen for which operator."""
    mine = connection.settings.get("operators") or {}
    return {str(id): str(key) for id, key in mine.items()}


def page(
    request: SignedIn, connection: Connection, staff: Mapping[str, Person],
    mine: Mapping[str, str], speaking: bool, problem: str = "",
) -> HttpResponse:  # fmt: skip
    """The page; `speaking`: its calls name operators."""
    name, here = connection.name, snapshot()
    known = extensions(here) if here and speaking else {}
    found = matched(asked(operators, name, []), staff, mine, known) if speaking else []
    return render(request, "connections/people.html", {
        **shared(connection), "people": asked(people_of, name, []), "operators": found,
        "calls": asked(calls, name, Calls()), "problem": problem, "names": names(staff),
        "known": dict(names(staff)),
    }, status=422 if problem else 200)  # fmt: skip


def names(staff: Mapping[str, Person]) -> list[tuple[str, str]]:
    """Whom one can choose: key and name, by name."""
    return sorted(((key, one.name) for key, one in staff.items()),
                  key=lambda pair: (pair[1].casefold(), pair[0]))  # fmt: skip


def chosen(request: SignedIn, connection: Connection, staff: Mapping[str, Person]) -> HttpResponse:
    """Who each operator is; one that nobody is chosen for stays open."""
    mine = said(connection)
    for one in asked(operators, connection.name, []):
        mine[one.id] = request.POST.get(f"operator-{one.id}", mine.get(one.id, ""))
    wanted = {id: key for id, key in mine.items() if key}
    if unknown := {*wanted.values()} - {*staff}:
        problem = say("There is no such person any more: {key}", key=sorted(unknown)[0])
        return page(request, connection, staff, wanted, True, problem)
    if change.kept(request.user, connection,
                   change.with_settings(connection, {"operators": wanted})):  # fmt: skip
        text = say("Kept. It holds for all its calls with the next reading, which has begun.")
        messages.success(request, text)
    return redirect("connection_people", connection.name)
