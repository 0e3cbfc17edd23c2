"""Mappings are settled once and come back with the same captions."""

from pathlib import Path

import pytest

from merilo.errors import FileError
from merilo.sources.files.find import find
from merilo.sources.files.remember import fingerprint, keep, place, recall, similar
from merilo.sources.files.suggest import answer, suggest
from tests.sources.files.mapping.sheets import look, sheet, taken

HEADER = "Дата;Менеджер;Ответственный;Сумма;Клиент"
ROW = "03/04/2024;Иванов;Петров;1 000;ООО"
ANSWERS = {"deals.owner": "Ответственный", "dates": "month"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder where the file was mapped once."""
    settled = answer(suggest(look(HEADER, ROW)), ANSWERS)
    assert settled.questions == ()
    keep(tmp_path, settled)
    return tmp_path


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        "Клиент;Сумма;Ответственный;Менеджер;Дата",
        "ДАТА ;менеджер;Ответственный;СУММА;Клиент",
    ],
)
def test_the_same_captions_need_no_question(home: Path, header: str) -> None:
    row = dict(zip(map(str.lower, HEADER.split(";")), ROW.split(";"), strict=True))
    cells = [row[caption.strip().lower()] for caption in header.split(";")]
    sample = look(header, cells)
    assert suggest(sample).questions != ()
    found = recall(home, sample)
    assert found is not None
    assert found.questions == ()
    assert taken(found.plan, sample)["owner"].lower() == "ответственный"
    assert found.plan.formats.dates[0] == "%m/%d/%Y"


def test_what_is_kept_is_where_the_captions_say(home: Path) -> None:
    path = place(home, HEADER.split(";"))
    assert path.parent == home / "mappings"
    assert list(path.parent.iterdir()) == [path]
    assert len(fingerprint(HEADER.split(";"))) == 16


@pytest.mark.parametrize("header", [HEADER + ";Товар", "Дата;Менеджер;Ответственный;Сумма", "a;b"])
def test_other_captions_are_not_mapped_by_it(home: Path, header: str) -> None:
    assert recall(home, look(header)) is None
    assert fingerprint(header.split(";")) != fingerprint(HEADER.split(";"))


def test_a_caption_twice_is_another_file() -> None:
    assert fingerprint(["a", "a", "b"]) != fingerprint(["a", "b", "b"])
    assert fingerprint(["ab"]) != fingerprint(["a", "b"])


def test_nearly_the_same_captions_have_a_mapping_to_offer(home: Path) -> None:
    found = similar(home, [*HEADER.split(";"), "Товар"])
    assert found is not None
    assert (found.path, found.gone, found.new) == (place(home, HEADER.split(";")), (), ("Товар",))
    found = similar(home, ["дата", "Менеджер", "Ответственный", "Сумма", "Покупатель"])
    assert found is not None
    assert (found.gone, found.new) == (("Клиент",), ("Покупатель",))


def test_the_nearest_is_offered(home: Path) -> None:
    header = HEADER + ";Товар;Город"
    keep(home, answer(suggest(look(header, ROW + ";стол;Пермь")), ANSWERS))
    found = similar(home, [*HEADER.split(";"), "Товар"])
    assert found is not None
    assert (found.gone, found.new) == (("Город",), ())
    found = similar(home, [*header.split(";"), "Канал"])
    assert found is not None
    assert found.new == ("Канал",)


@pytest.mark.parametrize("header", [HEADER, "ID;Имя;Почта", "Дата;Менеджер;a;b;c", "Дата;Сумма"])
def test_the_same_and_the_strange_have_none_to_offer(home: Path, header: str) -> None:
    assert similar(home, header.split(";")) is None


def test_without_a_home_nothing_is_remembered(tmp_path: Path) -> None:
    assert recall(tmp_path, look(HEADER)) is None
    assert similar(tmp_path, HEADER.split(";")) is None


@pytest.mark.parametrize("text", ["a: [", "- 1", "header: x", "\udce4"])
def test_a_spoilt_file_spoils_nothing_else(home: Path, text: str) -> None:
    spoilt = home / "mappings" / "spoilt.yaml"
    spoilt.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert similar(home, [*HEADER.split(";"), "Товар"]) is not None


def test_a_spoilt_mapping_of_this_very_file_is_told(home: Path) -> None:
    path = place(home, HEADER.split(";"))
    path.write_text("table: deels\n", encoding="utf-8")
    with pytest.raises(FileError, match="there is no table “deels”"):
        recall(home, look(HEADER))


def test_keeping_again_replaces(home: Path) -> None:
    sample = look(HEADER, ROW)
    path = keep(home, answer(suggest(sample), {**ANSWERS, "deals.owner": "Менеджер"}))
    found = recall(home, sample)
    assert found is not None
    assert taken(found.plan, sample)["owner"] == "Менеджер"
    assert list(path.parent.iterdir()) == [path]


class TestFind:
    def test_a_mapping_file_goes_before_what_is_remembered(
        self, home: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "map.yaml"
        file.write_text("table: people\ncolumns: {name: Менеджер}", encoding="utf-8")
        found = find(sheet(HEADER, ROW), home, file=file)
        assert found.plan.feeds[0].table == "people"

    def test_what_is_remembered_goes_before_suggestions(self, home: Path) -> None:
        assert find(sheet(HEADER, ROW), home).questions == ()
        assert find(sheet(HEADER + ";Товар", ROW + ";x"), home).questions != ()

    def test_a_forced_table_is_suggested(self, home: Path) -> None:
        found = find(sheet(HEADER, ROW), home, table="activities")
        assert found.plan.feeds[0].table == "activities"

    def test_a_mapping_file_may_leave_questions(self, home: Path, tmp_path: Path) -> None:
        file = tmp_path / "map.yaml"
        file.write_text("table: deals\ncolumns: {created: Дата, outcome: won}", encoding="utf-8")
        found = find(sheet(HEADER, ROW), home, file=file)
        assert [q.about for q in found.questions] == ["dates"]
        assert answer(found, {"dates": "day"}).plan.formats.dates[0] == "%d/%m/%Y"
