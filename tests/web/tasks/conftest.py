"""The firm of `tests.firm` on a Tuesday in May 2016, and somebody at their tasks.

Monday 16 May is Whit Monday, a holiday in Hungary. Fay leads the department of Ann, Boris and Kim;
Boris leads Kim; nobody of them leads Dana.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from time_machine import travel

from merilo.web.accounts.models import Role, User
from merilo.web.tasks.change import give
from merilo.web.tasks.models import Task

NOON = "2016-05-17T10:00:00Z"  # 12:00 in Budapest


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


class Doer:
    """Somebody signed in, at their tasks."""

    def __init__(self, client: Client, user: User) -> None:
        self.client, self.user = client, user

    def page(self, path: str = "/tasks/", **asked: str) -> BeautifulSoup:
        """A page."""
        answer = self.client.get(path, asked)
        assert answer.status_code == 200, answer.status_code
        return BeautifulSoup(answer.content, "html.parser")

    def titles(self, **asked: str) -> list[str]:
        """The tasks of the list."""
        return [words(one) for one in self.page(**asked).select(".task-title")]

    def add(self, line: str, **more: str) -> Task:
        """Type one in a line."""
        assert self.client.post("/tasks/", {"line": line} | more).status_code == 302
        return Task.objects.latest("pk")

    def form(self, path: str = "/tasks/new/", **said: str) -> HttpResponse:
        """Send the full form."""
        ordinary = {"title": "Call", "owner": f"p:{self.user.person}"}
        return self.client.post(path, ordinary | said)

    def act(self, task: Task, what: str, **more: str) -> int:
        """Do something with a task: the status."""
        return self.client.post(f"/tasks/{task.pk}/act/", {"what": what} | more).status_code


@pytest.fixture(autouse=True)
def noon(settings, firm_home) -> Iterator[Any]:
    """The pages over the firm, on Tuesday at noon."""
    settings.HOME = firm_home
    with travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture
def doer(user) -> Callable[..., Doer]:
    """Signs somebody in: `doer(Role.SELLER, "test:ann")`."""

    def make(*who: str, **more: Any) -> Doer:
        client, one = Client(), user(*who, **more)
        client.force_login(one, "django.contrib.auth.backends.ModelBackend")
        return Doer(client, one)

    return make


@pytest.fixture
def task(noon) -> Callable[..., Task]:
    """Makes a task as it is: `task(by, "test:ann", due=date(2016, 5, 18))`."""

    def make(by: User, person: str = "", at: datetime | None = None, **said: Any) -> Task:
        from datetime import UTC

        ordinary: dict[str, Any] = {"title": "Call", "due": date(2016, 5, 18), "person": person}
        if not person:
            ordinary["account"] = by
        return give(Task(**ordinary | said), by, at or datetime.now(UTC))

    return make


@pytest.fixture
def ann(doer):
    return doer(Role.SELLER, "test:ann")


@pytest.fixture
def fay(doer):
    return doer(Role.HEAD, "test:fay")


@pytest.fixture
def boris(doer):
    return doer(Role.HEAD, "test:boris")
