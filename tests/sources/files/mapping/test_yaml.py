"""Mapping files: what they may say, how a mistake is told, and that a plan survives writing."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.errors import FileError
from merilo.sources.files.ask import Asker
from merilo.sources.files.mapping import OTHER, Feed, Formats, Plan, Take
from merilo.sources.files.sample import Sample
from merilo.sources.files.suggest import suggest
from merilo.sources.files.takes import Mistake
from merilo.sources.files.targets import TARGETS, Parse, Slot
from merilo.sources.files.words import normal
from merilo.sources.files.yaml import parse, read, write
from tests.sources.files.mapping.sheets import look, of_csv, sheet, taken

HEADER = "Номер;Менеджер;Клиент;Сумма ₽;Этап;Создана;Закрыта;Товар;Товар;;Имя;Фамилия"
ROW = "1;Иванов;ООО;1 000,50;Выиграна;01.02.2024;02.02.2024;;стол;;Анна;Кац"
DEAL = """
table: deals
columns:
  id: Номер
  owner: менеджер
  amount: Сумма ₽
  outcome: Этап
"""


def plan(text: str, header: str = HEADER, *rows: str) -> Plan:
    """The plan of a mapping file for a sheet of a row."""
    return parse(text, look(header, *(rows or (ROW,))), Asker())


def columns(lines: str, table: str = "deals", more: str = "") -> str:
    """A mapping file with these columns, one in a line, beside the needed ones."""
    needed = {"deals": ["id: Номер", "outcome: won"], "people": ["id: Номер"]}[table]
    own = [line for line in needed if line.split(":")[0] not in lines.replace("status", "outcome")]
    return (
        f"table: {table}\ncolumns:\n"
        + "".join(f"  {c}\n" for c in [*own, *lines.splitlines()])
        + more
    )


class TestColumns:
    @pytest.mark.parametrize(
        ("line", "slot", "take"),
        [
            ("owner: Менеджер", "owner", Take((1,))),
            ("person_id: Менеджер", "owner", Take((1,))),
            ("owner: '  МЕНЕДЖЕР\u00a0'", "owner", Take((1,))),
            ("amount: Сумма ₽", "amount", Take((3,))),
            ("amount_base: Сумма ₽", "amount", Take((3,))),
            ("closed_on: Закрыта", "closed", Take((6,))),
            ("outcome: won", "outcome", Take(constant="won")),
            ("status: Won", "outcome", Take(constant="won")),
            ("amount: 100", "amount", Take(constant="100")),
            ("amount: {constant: 100}", "amount", Take(constant="100")),
            ("created: 2024-01-01", "created", Take(constant="2024-01-01")),
            ("currency: RUB", "currency", Take(constant="RUB")),
            ("owner: {constant: Анна}", "owner", Take(constant="Анна")),
            ("owner: {column: Менеджер}", "owner", Take((1,))),
            ("product: {column: Товар, nth: 2}", "product", Take((8,))),
            ("product: Товар", "product", Take((8,))),  # the only one with values
            ("product: {position: 10}", "product", Take((9,))),
            ("name: [Имя, Фамилия]", "name", Take((10, 11))),
            ("customer: {first: [Клиент, Фамилия]}", "customer", Take((2, 11), first=True)),
        ],
        ids=str,
    )
    def test_said_in_many_ways(self, line: str, slot: str, take: Take) -> None:
        assert plan(columns(line)).feeds[0].columns[slot] == take

    def test_a_caption_written_just_so_goes_before_its_like(self) -> None:
        text = "table: deals\ncolumns: {id: ID, outcome: won, amount: 'сумма '}"
        assert plan(text, "ID;Сумма;сумма ", "1;2;3").feeds[0].columns["amount"] == Take((2,))

    def test_names_of_people_are_joined(self) -> None:
        text = columns("last_name: Фамилия\nfirst_name: Имя", "people")
        assert plan(text).feeds[0].columns["name"] == Take((10, 11))
        hungarian = "Azonosító;Vezetéknév;Keresztnév"
        text = (
            "table: people\ncolumns: {id: Azonosító, first_name: Keresztnév, last_name: Vezetéknév}"
        )
        assert plan(text, hungarian, "1;Kovács;Anna").feeds[0].columns["name"] == Take((1, 2))

    def test_a_name_is_an_id_where_there_is_none(self) -> None:
        (feed,) = plan("table: customers\ncolumns: {name: Клиент}").feeds
        assert (feed.columns["id"], feed.key) == (feed.columns["name"], ())

    def test_an_id_is_made_where_there_is_none(self) -> None:
        made = plan(DEAL.replace("  id: Номер\n", ""))
        assert made.feeds[0].key == ("owner", "amount")
        assert made.said == ("deals: no column holds an id; it is made of owner, amount.",)
        made = plan(DEAL.replace("  id: Номер\n", "") + "key: [person, status]")
        assert made.feeds[0].key == ("owner", "outcome")

    def test_the_stage_tells_the_outcome_where_nothing_else_does(self) -> None:
        made = plan("table: deals\ncolumns: {id: Номер, stage: Этап}")
        assert made.feeds[0].columns["outcome"] == Take((4,))
        assert made.feeds[0].values["outcome"] == {"Выиграна": "won"}
        text = "table: deals\ncolumns: {id: Номер, stage: Этап}\nvalues: {status: {lost: Выиграна}}"
        assert plan(text).feeds[0].values["outcome"] == {"Выиграна": "lost"}

    def test_whether_a_period_includes_its_end_is_told_by_values(self) -> None:
        text = "table: plans\ncolumns: {person: П, period_start: Н, period_end: К, target: Ц}"
        rows = ("1;2024-01-01;2024-02-01;5", "1;2024-02-01;2024-03-01;5")
        assert "period_until" in plan(text, "П;Н;К;Ц", *rows).feeds[0].columns
        assert "last" in plan(text, "П;Н;К;Ц", "1;2024-01-01;2024-01-31;5").feeds[0].columns


def test_values() -> None:
    text = DEAL + "values:\n  status:\n    won: [Выиграна, Ура]\n    lost: Увы\n    open: '*'\n"
    outcomes = {"Выиграна": "won", "Ура": "won", "Увы": "lost", OTHER: "open"}
    assert plan(text).feeds[0].values == {"outcome": outcomes}
    text = columns("product: Товар", more="values: {product: {GTX Pro: [GTXPro, gtx-pro]}}")
    assert plan(text).feeds[0].values == {"product": {"GTXPro": "GTX Pro", "gtx-pro": "GTX Pro"}}


class TestFormats:
    def test_what_is_said_is_taken(self) -> None:
        text = DEAL + (
            "formats: {dates: [dd.mm.yyyy, '%d/%m/%y'], decimal: '.', zone: Europe/Moscow,"
            " currency: EUR, empty: [Нет Её], discount: percent}"
        )
        assert plan(text).formats == Formats(
            ("%d.%m.%Y", "%d/%m/%y"), ".", "Europe/Moscow", "EUR", ("нет ее",), "percent"
        )

    def test_what_is_not_said_is_found_by_values(self) -> None:
        made = plan(columns("amount: Сумма ₽\ncreated: Создана")).formats
        assert (made.decimal, made.currency, made.dates[0]) == (",", "RUB", "%d.%m.%Y")

    def test_what_values_do_not_tell_is_asked(self) -> None:
        asker = Asker()
        header = "Номер;Создана"
        parse(columns("created: Создана"), look(header, "1;03/04/2024"), asker)
        assert [q.about for q in asker.questions] == ["dates"]
        asker = Asker()
        said = columns("created: Создана", more="formats: {dates: [mm/dd/yyyy]}")
        assert parse(said, look(header, "1;03/04/2024"), asker).formats.dates == ("%m/%d/%Y",)
        assert asker.questions == []


def test_a_file_may_feed_several_tables() -> None:
    text = """
connection: crm
tables:
  - {table: people, columns: {name: Менеджер}}
  - table: deals
    columns: {id: Номер, owner: Менеджер, outcome: won, closed: Закрыта}
    zero_is_empty: [amount]
formats: {dates: [dd.mm.yyyy]}
"""
    made = plan(text)
    assert [feed.table for feed in made.feeds] == ["people", "deals"]
    assert (made.connection, made.formats.dates) == ("crm", ("%d.%m.%Y",))
    assert made.feeds[1].zero_is_empty == ("amount",)


MISTAKES = [
    ("a: [", "it is not YAML: line 1"),
    ("- a\n- b", "it has to be a list of “name: value”"),
    ("just words", "it has to be a list of “name: value”"),
    ("", "it does not say which “table” it feeds"),
    ("table: deels\ncolumns: {}", "table: there is no table “deels”; nearest: “deals”"),
    ("table: [deals]", "table: it has to be a word"),
    ("table: deals\ntable: people", "line 2: “table” stands there twice"),
    ("table: deals\ncolumn: {}", "there is no “column” here; nearest: “columns”"),
    ("table: deals\ncolumns: [a]", "columns: it has to be a list of “name: value”"),
    (DEAL + "  ownr: Менеджер", "columns: deals have no “ownr”; nearest: “owner”"),
    (DEAL + "  seller: Менеджер", "columns, seller: “owner” is said twice"),
    (DEAL + "  customer: Клент",
     "columns, customer: the file has no column “Клент”; nearest: “Клиент”"),
    (columns("outcome: выйграна"),
     "columns, outcome: the file has no column “выйграна”; nearest: —; "
     "its words are open, won, lost"),
    (columns("outcome: {constant: maybe}"),
     "columns, outcome: “maybe” cannot be “outcome”; its words are open, won, lost"),
    (columns("amount: {constant: many}"), "columns, amount: “many” cannot be “amount”"),
    (columns("amount: {constant: [1]}"), "amount: a constant has to be a word or a number"),
    (columns("closed: 2024-13-01"), "columns, closed: the file has no column “2024-13-01”"),
    (columns("name: [Имя, Отчество]"), "columns, name: the file has no column “Отчество”"),
    (columns("name: {captions: Имя}"), "columns, name: it has to be a caption, a list of"),
    (columns("product: {column: Товар, nth: 3}"),
     "columns, product: “3” has to be a number from 1 to 2"),
    (columns("product: {column: Товар, nth: two}"), "“two” has to be a number from 1 to 2"),
    (columns("name: []"), "columns, name: it names no column"),
    (columns("product: {position: 13}"), "“13” has to be a number from 1 to 12"),
    (columns("", more="values: {stage: {a: b}}"), "values: “stage” is not among the columns"),
    (DEAL + "values: {outcome: {winn: a}}",
     "values, outcome: “winn” is not one of its words: open, won, lost"),
    (DEAL + "values: {outcome: {won: a, lost: A}}", "values, outcome: “A” is said twice"),
    (DEAL + "values: {outcome: {won: {a: b}}}",
     "values, outcome, won: it has to be a word or a list of words"),
    (DEAL + "values: {outcome: won}", "values, outcome: it has to be a list of “name: value”"),
    (DEAL + "key: [idd]", "key: deals have no “idd”; nearest: “id”"),
    (DEAL + "zero_is_empty: {a: b}", "zero_is_empty: it has to be a word or a list of words"),
    (DEAL + "formats: {date: [x]}", "formats: there is no “date” here; nearest: “dates”"),
    (DEAL + "formats: {dates: [soon]}", "formats, dates: “soon” is no form of a day"),
    (DEAL + "formats: {decimal: ;}", "formats, decimal: “;” is not one of , ."),
    (DEAL + "formats: {zone: Moscow}", "formats, zone: there is no time zone “Moscow”"),
    (DEAL + "formats: {zone: /etc/x}", "formats, zone: there is no time zone “/etc/x”"),
    (DEAL + "formats: {currency: [a]}", "formats, currency: it has to be a word"),
    (DEAL + "connection: [a]", "connection: it has to be a word"),
    ("tables: {}", "tables: it has to be a list"),
    ("tables: []", "tables: there is none"),
    ("tables:\n  - {columns: {}}", "tables, 1: it does not say which “table” it feeds"),
    ("tables:\n  - {table: people, columns: {name: Имя}, formats: {}}",
     "tables, 1: there is no “formats” here"),
    ("tables: [a]\ntable: deals", "there is no “table” here; nearest: “tables”"),
    ("table: deals\ncolumns: {id: Номер}",
     "columns: nothing says “outcome” of deals: How it stands; its words are open, won, lost"),
    ("table: deals\ncolumns: {outcome: won}",
     "columns: nothing tells the rows of deals apart: map “id”"),
    ("table: plans\ncolumns: {person: Менеджер, target: Сумма ₽}",
     "columns: nothing says “period_since” of plans: First day of the period"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), MISTAKES, ids=count(1))
def test_a_mistake_is_one_sentence_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read(path, look(HEADER, ROW), Asker())
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert sentence.replace("line 1", "") in said.replace("line 1: ", "").replace("line 1", "")
    assert "\n" not in said


def test_a_caption_that_repeats_has_to_be_told_which(tmp_path: Path) -> None:
    for rows in ((), (ROW.replace(";;стол", ";стул;стол"),)):
        sample = look(HEADER, *rows)
        with pytest.raises(
            Mistake, match=r"“Товар” is there 2 times: say which with \{column: Тов"
        ):
            parse(columns("product: Товар"), sample, Asker())


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "none.yaml", look(HEADER, ROW), Asker())
    with pytest.raises(FileError, match="is a directory"):
        read(tmp_path, look(HEADER, ROW), Asker())
    (tmp_path / "a.yaml").write_bytes("table: сделки".encode("cp1251"))
    with pytest.raises(FileError, match="it is not UTF-8 text"):
        read(tmp_path / "a.yaml", look(HEADER, ROW), Asker())


def test_nothing_in_a_mapping_file_is_run() -> None:
    text = columns("owner: !!python/object/apply:os.getcwd []")
    with pytest.raises(Mistake):
        plan(text)


captions = st.sampled_from(
    ["ID", "Сумма", "сумма ", "Дата", "", " ", "won", "Товар", "a: b", "- x", "#", "'", "*", "{}",
     "2024-01-01", "100", "no", "Ő", "RUB"]
)  # fmt: skip
texts = st.text(alphabet="abЯё0 :#'\"*-{}[]!,&?|>%@`.\\", min_size=1, max_size=6).filter(str.strip)


def constants(slot: Slot) -> st.SearchStrategy[str]:
    """Constants that the slot can hold."""
    if slot.parse is Parse.WORD:
        return st.sampled_from(slot.among)
    legal: dict[Parse, Any] = {
        Parse.DAY: st.dates(date(1990, 1, 1)).map(str),
        Parse.INSTANT: st.dates(date(1990, 1, 1)).map(str),
        Parse.MONTH: st.just("2024-01"),
        Parse.PERIOD: st.just("2024-Q1"),
        Parse.FLAG: st.sampled_from(["yes", "нет"]),
        Parse.DURATION: st.just("1:30"),
    }
    numbers = (Parse.MONEY, Parse.NUMBER, Parse.COUNT, Parse.SHARE)
    if slot.parse in numbers:
        return st.integers(0, 9999).map(str)
    return legal.get(slot.parse, texts)


@st.composite
def takes(draw: st.DrawFn, slot: Slot, width: int) -> Take:
    """A constant, a column, several."""
    many = draw(st.lists(st.integers(0, width - 1), max_size=3, unique=True))
    if not many:
        return Take(constant=draw(constants(slot)))
    return Take(tuple(many), first=len(many) > 1 and draw(st.booleans()))


@st.composite
def feeds(draw: st.DrawFn, width: int) -> Feed:
    """Any feed that a mapping file could make."""
    target = TARGETS[draw(st.sampled_from(["deals", "people", "order_lines", "plans", "costs"]))]
    needed = {"id", *(s.name for s in target.slots.values() if s.need)}
    more = draw(st.sets(st.sampled_from(sorted(target.slots)), max_size=6))
    made = {name: draw(takes(target.slots[name], width)) for name in sorted(needed | more)}
    values = {}
    for name in draw(st.sets(st.sampled_from(sorted(made)), max_size=2)):
        slot = target.slots[name]
        meanings = st.sampled_from(slot.among) if slot.strict else texts
        said = draw(st.dictionaries(texts.map(str.strip), meanings, min_size=1, max_size=4))
        values[name] = {w: m for w, m in said.items() if normal(w) == w}
    zero = tuple(sorted(made))[: draw(st.integers(0, 2))]
    values = {name: said for name, said in values.items() if said}
    return Feed(target.name, made, values, draw(st.sampled_from([(), ("id",)])), zero)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, Sample]:
    """A plan and a sheet that it is for."""
    header = draw(st.lists(captions, min_size=1, max_size=6))
    rows = draw(
        st.lists(
            st.lists(st.none() | texts, min_size=len(header), max_size=len(header)), max_size=2
        )
    )
    made = draw(st.lists(feeds(len(header)), min_size=1, max_size=2))
    forms = st.sampled_from(["%d.%m.%Y", "%m/%d/%Y %H:%M", "%d %b %Y", "%Y. %m. %d."])
    formats = Formats(
        tuple(draw(st.lists(forms, max_size=2))),
        draw(st.sampled_from([",", "."])),
        draw(st.sampled_from(["", "Europe/Budapest"])),
        draw(st.sampled_from(["", "RUB"])),
        tuple(draw(st.lists(texts.map(normal).filter(bool), max_size=2))),
        draw(st.sampled_from(["fraction", "percent"])),
    )
    names = st.sampled_from(["", "crm", "no"])
    whole = Plan(tuple(made), formats, draw(names), ("said\naloud",), draw(names))
    return whole, Sample.of(sheet(header, *rows))


@given(plans())
def test_a_plan_survives_being_written(found: tuple[Plan, Sample]) -> None:
    written, sample = found
    text = write(written, sample)
    assert parse(text, sample, Asker()) == written
    assert text.startswith("# said aloud\n")


def test_the_law_sees_plans_of_every_kind() -> None:
    seen: set[str] = set()

    @given(plans())
    def watch(found: tuple[Plan, Sample]) -> None:
        for feed in found[0].feeds:
            for take in feed.columns.values():
                seen.add("first" if take.first else f"{min(len(take.columns), 2)} columns")
            seen.update(["values"] if feed.values else [])
        seen.add(f"{len(found[0].feeds)} feeds")

    watch()
    assert seen == {"first", "0 columns", "1 columns", "2 columns", "values", "1 feeds", "2 feeds"}


def test_suggested_plans_survive_with_rows_and_without(data: Path) -> None:
    survived = 0
    for path in sorted(data.rglob("*.csv")):
        whole = of_csv(path)
        for sample in (Sample.of(whole), Sample.of(replace(whole, chunks=lambda: iter(())))):
            try:
                found = suggest(sample)
            except FileError:
                continue
            assert parse(write(found.plan, sample), sample, Asker()) == found.plan
            survived += 1
    assert survived >= 26


def test_it_is_written_for_people() -> None:
    sample = look(
        "Менеджер;Сумма;Дата;Статус;Товар;Товар", "Иванов;1 000,5 ₽;01.02.2024;Оплачено;;стол"
    )
    found = suggest(sample)
    assert write(found.plan, sample) == (
        "# “Статус”: “Оплачено” won.\n".replace("# “Статус”: “Оплачено” won.\n", "")
        + "# The only day, “Дата”, is taken for closing as well.\n"
        "# deals: no column holds an id; it is made of owner, created, amount, product.\n"
        "table: deals\n"
        "columns:\n"
        "  owner: Менеджер\n"
        "  outcome: Статус\n"
        "  amount: Сумма\n"
        "  created: Дата\n"
        "  closed: Дата\n"
        "  product: {column: Товар, nth: 2}\n"
        "values:\n"
        "  outcome:\n"
        "    won: [Оплачено]\n"
        "key: [owner, created, amount, product]\n"
        "formats:\n"
        "  dates: [dd.mm.yyyy, 'dd.mm.yyyy hh:mm:ss', 'dd.mm.yyyy hh:mm']\n"
        "  decimal: ','\n"
        "  currency: RUB\n"
    )
    assert (
        taken(parse(write(found.plan, sample), sample, Asker()), sample)["product"] == "Товар (2)"
    )
