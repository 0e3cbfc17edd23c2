"""A worker at hand: what is asked for is done at once."""

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from merilo.web.accounts.models import Role
from merilo.web.data.models import Sheet, Upload
from merilo.web.jobs import at_work, start

DEALS = (
    "id;Менеджер;Сумма;Статус;Создан;Закрыт\n"
    "901;Вера;50 000 руб.;Оплачено;01.11.2017;08.11.2017\n"
    "902;Вера;1 000,50;Отказ;02.11.2017;09.11.2017\n"
)
FLAWED = (
    DEALS
    + "".join(f"{n};Вера;{n};Отказ;02.11.2017;09.11.2017\n" for n in range(910, 920))
    + "903;Вера;пять;Оплачено;02.11.2017;09.11.2017\n"
)
DOUBTFUL = (
    "id;Seller;Amount;Stage;Created;Closed\n"
    "1;Ann;5;Zeta;2017-10-01;2017-10-02\n2;Ann;6;Eta;2017-10-01;\n"
)


class Desk:
    """Somebody at the import page, and the worker behind it."""

    def __init__(self, client: Client, committed: Callable[..., object]) -> None:
        self.client, self.committed = client, committed

    def post(self, path: str, said: Mapping[str, object] | None = None) -> HttpResponse:
        with self.committed(execute=True):
            return self.client.post(path, said or {})

    def send(self, *files: tuple[str, str | bytes]) -> HttpResponse:
        """Send files; the answer."""
        made = [
            SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
            for name, text in files
        ]
        return self.post("/imports/send/", {"files": made})

    def sent(self, *files: tuple[str, str | bytes]) -> str:
        """Send files; the address of their page."""
        answer = self.send(*files)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return answer["Location"]

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.content.decode()

    def fields(self, path: str) -> dict[str, str]:
        """The form of the mapping as a browser would send it back."""
        from lxml import html

        (form,) = html.fromstring(self.page(path)).xpath("//form[@class='map-form']")
        return dict(form.form_values())

    def check(self, path: str, **changed: str) -> HttpResponse:
        """Send the mapping back with some fields changed: `Сумма="margin"` by caption, or by the
        end of a field's name."""
        fields = self.fields(path)
        for end, value in changed.items():
            (name,) = [one for one in fields if one.endswith(end)] or [self.column(path, end)]
            fields[name] = value
        return self.post(path, fields)

    def column(self, path: str, caption: str) -> str:
        from lxml import html

        page = html.fromstring(self.page(path))
        (select,) = page.xpath(f"//select[@aria-label='What is in “{caption}”']")
        return str(select.get("name"))

    def tried(self, *files: tuple[str, str | bytes], **changed: str) -> str:
        """Files sent, mapped and tried."""
        path = self.sent(*files)
        assert self.check(path, **changed).status_code == 302
        return path

    def imported(self, *files: tuple[str, str | bytes]) -> str:
        """Files that are in."""
        path = self.tried(*files)
        self.post(f"{path}import/")
        return path

    @property
    def sheet(self) -> Sheet:
        return Sheet.objects.get()

    @property
    def upload(self) -> Upload:
        return Upload.objects.get()


@pytest.fixture(autouse=True)
def worker(monkeypatch, settings, tmp_path) -> None:
    """Work is done as soon as it is asked for."""
    monkeypatch.setattr(start, "call", lambda run: start.do(str(run.pk)))
    # Its sign of life would wait for the test's own transaction until the database gives up.
    monkeypatch.setattr(at_work, "BEAT_S", 3600.0)
    coming = tmp_path / "coming"
    coming.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(coming)


@pytest.fixture
def desk(own_home, signed, django_capture_on_commit_callbacks) -> Desk:
    """The analyst's, over a home with facts."""
    return Desk(signed(Role.ANALYST), django_capture_on_commit_callbacks)


@pytest.fixture
def new(settings, tmp_path, signed, django_capture_on_commit_callbacks) -> Desk:
    """The administrator's, over a home without anything."""
    settings.HOME = tmp_path / "new"
    settings.HOME.mkdir()
    return Desk(signed(Role.ADMINISTRATOR), django_capture_on_commit_callbacks)
