"""A folder of a dialler's exports is connected: what was recognised is shown, and corrected."""

import os
from pathlib import Path

import pytest

from merilo.sources.dialler import CONNECTOR
from merilo.sources.sync import known
from merilo.sources.sync.connection import read

pytestmark = pytest.mark.django_db
ROWS = "Когда;Кто;Номер;Разговор\n02.11.2026 10:00;Anna;79000000101;60\n"


@pytest.fixture
def folder(office, monkeypatch, tmp_path) -> Path:
    """With one file, beside the pages."""
    monkeypatch.setattr(known, "places", lambda: {"dialler": "merilo.sources.dialler:CONNECTOR"})
    known.connector.cache_clear()
    assert known.connector("dialler") is CONNECTOR
    (tmp_path / "calls").mkdir()
    put(tmp_path / "calls", "calls.csv", ROWS.replace("Когда", "Дата и время"))
    return tmp_path / "calls"


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    os.utime(folder / name, (1.79e9, 1.79e9))


def form(folder: Path, **said: str) -> dict[str, str]:
    plain = {"f-path": str(folder), "f-zone": "Europe/Moscow", "f-dates": "", "f-way": "out",
             "f-extension_digits": "5", "name": "dial", "do": "connect"}  # fmt: skip
    return {**plain, **said}


def connected(office, folder: Path):
    assert office.post("new/dialler/", form(folder)).status_code == 302


def test_the_form_begins_with_the_zone_of_the_company(office, folder):
    assert 'name="f-zone" value="Europe/Moscow"' in office.page("new/dialler/")


def test_the_test_says_in_a_sentence_what_was_found(office, folder):
    answer = office.post("new/dialler/", form(folder, do="test"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 file; calls.csv: 1 call; date and time: “Дата и время”, number of the client:" in page
    assert 'name="column-разговор"' in page
    assert not (office.home / "connections").exists()


def test_columns_that_are_not_recognised_are_told_and_chosen_before_connecting(office, folder):
    put(folder, "calls.csv", "x;y\nsoon;79000000101\n")
    answer = office.post("new/dialler/", form(folder))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "no column says when the calls were (columns: x, y)" in page
    assert not (office.home / "connections").exists()
    again = office.post("new/dialler/", form(folder, **{"column-x": "time", "column-y": "phone"}))
    assert again.status_code == 302
    assert read(office.home, "dial").settings["columns"] == {"x": "time"}


def test_choices_correct_a_column_and_the_calls_follow(office, folder):
    connected(office, folder)
    asked = "select extra ->> '$.operator' from activities"
    assert office.rows(asked) == [('{"id":"Anna","name":"Anna"}',)]
    page = office.page("dial/choices/")
    assert "Columns of the files" in page
    said = {"part": "files", "column-кто": "campaign", "column-номер": "phone",
            "column-дата и время": "time"}  # fmt: skip
    answer = office.post("dial/choices/", said, headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert read(office.home, "dial").settings["columns"] == {"кто": "campaign"}
    assert office.rows(asked) == [(None,)]
    assert office.rows("select count(*) from activities") == [(1,)]


def test_files_are_read_to_their_ends_so_nobody_is_asked_for_days_or_a_token(office, folder):
    connected(office, folder)
    pages = [office.page(f"dial/{part}") for part in ("", "choices/", "sign-in/")]
    for words in ("Read a period again", "Nothing before this day is read", "Token</a>"):
        assert not [page for page in pages if words in page], words


def test_a_choice_that_leaves_no_call_is_not_kept(office, folder):
    connected(office, folder)
    said = {"part": "files", "column-дата и время": ""}
    answer = office.post("dial/choices/", said, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "no column says when" in answer.content.decode()
    assert "columns" not in read(office.home, "dial").settings
