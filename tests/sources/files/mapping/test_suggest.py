"""Files as sellers keep them: which table, which columns, what is assumed, what is asked."""

from dataclasses import replace
from itertools import chain, count

import pytest

from merilo.errors import FileError, Unknown
from merilo.sources.files.choose import called
from merilo.sources.files.mapping import OTHER, Take
from merilo.sources.files.sample import Sample
from merilo.sources.files.suggest import answer, suggest
from tests.sources.files.mapping.sheets import look, sheet, taken


@pytest.mark.parametrize(
    ("header", "row", "table", "columns"),
    [
        (
            "Менеджер;Клиент;Сумма;Дата оплаты;Статус",
            "Иванов;ООО Ромашка;50 000 руб.;01.03.2017;Оплачено",
            "deals",
            {"owner": "Менеджер", "customer": "Клиент", "amount": "Сумма", "outcome": "Статус",
             "closed": "Дата оплаты", "created": "Дата оплаты"},
        ),
        (
            "Értékesítő;Ügyfél;Összeg;Dátum;Állapot",
            "Kovács Anna;Alma Kft.;45 000 Ft;2026. 11. 21.;Fizetve",
            "deals",
            {"owner": "Értékesítő", "customer": "Ügyfél", "amount": "Összeg",
             "outcome": "Állapot", "closed": "Dátum", "created": "Dátum"},
        ),
        (
            "Дата сделки;ФИО менеджера;Наименование клиента;Сумма, руб;Результат",
            "01.02.2024;Иванов;ООО;100;Отказ",
            "deals",
            {"owner": "ФИО менеджера", "customer": "Наименование клиента",
             "amount": "Сумма, руб", "outcome": "Результат", "closed": "Дата сделки",
             "created": "Дата сделки"},
        ),
        (
            "Opportunity ID;Account Name;Amount;Stage;Close Date;Created Date;Opportunity Owner;"
            "Lead Source",
            "1;Acme;$1,000.00;Closed Won;1/25/2024;1/5/2024;Ann;Web",
            "deals",
            {"id": "Opportunity ID", "customer": "Account Name", "amount": "Amount",
             "stage": "Stage", "outcome": "Stage", "closed": "Close Date",
             "created": "Created Date", "owner": "Opportunity Owner", "channel": "Lead Source"},
        ),
        (
            "Owner ID;Owner name;Customer ID;Customer name;Deal status;Won time;Lost time;"
            "Deal created",
            "1;Ann;7;Acme;won;2024-01-02 10:00:00;;2024-01-01",
            "deals",
            {"owner": "Owner ID", "owner_name": "Owner name", "customer": "Customer ID",
             "customer_name": "Customer name", "outcome": "Deal status",
             "closed": "Won time|Lost time", "created": "Deal created"},
        ),
        (
            "Дата звонка;Оператор;Направление;Длительность;Результат",
            "01.02.2024 10:00;Иванов;исходящий;0:35;дозвон",
            "activities",
            {"kind": "=call", "person": "Оператор", "direction": "Направление",
             "duration_s": "Длительность", "outcome": "Результат", "occurred": "Дата звонка"},
        ),
        (
            "Номер КП;Дата отправки;Менеджер;Клиент;Сумма;Статус",
            "1;01.02.2024;Иванов;ООО;100;Принято",
            "proposals",
            {"id": "Номер КП", "sent": "Дата отправки", "person": "Менеджер",
             "customer": "Клиент", "amount": "Сумма", "outcome": "Статус"},
        ),
        (
            "Dátum;Költségnem;Összeg;Osztály",
            "2024.01.01.;Reklám;1 000,50 Ft;B2B",
            "costs",
            {"day": "Dátum", "kind": "Költségnem", "amount": "Összeg", "unit": "Osztály"},
        ),
        (
            "Менеджер;Месяц;План",
            "Иванов;январь 2024;500 000",
            "plans",
            {"person": "Менеджер", "month": "Месяц", "target": "План", "metric": "=revenue"},
        ),
        (
            "Értékesítő;Időszak;Terv;Mutató",
            "Kovács;2024. január;500;Árbevétel",
            "plans",
            {"person": "Értékesítő", "month": "Időszak", "target": "Terv", "metric": "Mutató"},
        ),
        (
            "Сотрудник;Должность;Отдел;Руководитель;Дата приема;Почта",
            "Иванов;продавец;B2B;Петров;01.01.2020;a@b.c",
            "people",
            {"id": "Сотрудник", "name": "Сотрудник", "role": "Должность",
             "department": "Отдел", "head": "Руководитель", "unit": "Руководитель",
             "hired_on": "Дата приема", "email": "Почта"},
        ),
        (
            "Дата;Валюта;Курс",
            "01.02.2024;EUR;98,5",
            "rates",
            {"day": "Дата", "currency": "Валюта", "rate": "Курс"},
        ),
        (
            "Месяц;Регион;Объем рынка",
            "01.2024;Москва;1000000",
            "market",
            {"month_on": "Месяц", "territory": "Регион", "size": "Объем рынка"},
        ),
        (
            "ID сделки;Дата перехода;Старый этап;Новый этап",
            "1;01.02.2024 10:00;Новый;КП",
            "stage_changes",
            {"deal": "ID сделки", "occurred": "Дата перехода", "from_stage": "Старый этап",
             "to_stage": "Новый этап"},
        ),
        (
            "Сотрудник;Вид отсутствия;Начало;Конец",
            "Иванов;Отпуск;01.02.2024;14.02.2024",
            "absences",
            {"person": "Сотрудник", "kind": "Вид отсутствия", "since": "Начало",
             "last": "Конец"},
        ),
        (
            "Подразделение;Входит в",
            "B2B;Отдел продаж",
            "units",
            {"id": "Подразделение", "name": "Подразделение", "parent": "Входит в"},
        ),
        (
            "Клиент;Отрасль;Регион;Ответственный",
            "ООО;Связь;Москва;Иванов",
            "customers",
            {"id": "Клиент", "name": "Клиент", "industry": "Отрасль", "territory": "Регион",
             "owner": "Ответственный"},
        ),
        (
            "№ заказа;Товар;Количество;Цена;Скидка",
            "1;стул;2;10,5;5%",
            "order_lines",
            {"deal": "№ заказа", "product": "Товар", "quantity": "Количество", "price": "Цена",
             "discount": "Скидка"},
        ),
        (
            "№ заказа;Дата;Менеджер;Товар;Количество;Цена",
            "1;01.02.2024;Иванов;стул;2;10,5",
            "deals",
            {"id": "№ заказа", "created": "Дата", "closed": "Дата", "owner": "Менеджер",
             "product": "Товар", "quantity": "Количество", "price": "Цена", "outcome": "=won"},
        ),
    ],
    ids=count(1),
)  # fmt: skip
def test_a_file_is_known_by_its_words(
    header: str, row: str, table: str, columns: dict[str, str]
) -> None:
    sample = look(header, row)
    found = suggest(sample)
    assert found.questions == ()
    assert found.plan.feeds[0].table == table
    assert taken(found.plan, sample) == columns
    known = {*columns} - {"metric", "kind"}
    assert ("id" in columns) != bool(found.plan.feeds[0].key)
    assert set(found.plan.feeds[0].key) <= known | {"kind", "metric"}


def test_a_made_id_is_said_aloud_and_made_of_each_column_once() -> None:
    found = suggest(look("Менеджер;Клиент;Сумма;Дата", "Иванов;ООО;100;01.03.2017"))
    assert found.plan.feeds[0].key == ("customer", "owner", "created", "amount")
    text = "deals: no column holds an id; it is made of customer, owner, created, amount."
    assert text in found.plan.said


class TestTable:
    def test_a_file_name_settles_what_captions_leave_open(self) -> None:
        rows = ("Название;Категория", "Стол;Мебель")
        assert suggest(look(*rows, name="Прайс.xlsx")).plan.feeds[0].table == "products"
        rows = ("Дата;Категория;Сумма", "01.02.2024;Реклама;100")
        assert suggest(look(*rows, name="Расходы 2024.csv")).plan.feeds[0].table == "costs"
        with pytest.raises(FileError, match="do not tell what it holds"):
            suggest(look(*rows))

    @pytest.mark.parametrize(
        ("name", "table"),
        [("Team sales plan.csv", "plans"), ("OrderDetails.csv", "order_lines"),
         ("Сделки 2024.xlsx", "deals"), ("Ügyfelek.csv", "customers"), ("x.csv", "")],
    )  # fmt: skip
    def test_the_longest_name_in_the_file_name_tells(self, name: str, table: str) -> None:
        assert called(look("a", name=name)) == table
        assert called(look("a", name="x.zip", part=name)) == table

    def test_money_speaks_against_activities(self) -> None:
        rows = ("Дата;Менеджер;Клиент;Тип;Статус;Сумма", "01.02.2024;Иванов;ООО;Встреча;Отказ;1")
        found = suggest(look(*rows))
        assert (found.questions, found.plan.feeds[0].table) == ((), "deals")

    def test_near_tables_are_asked_about(self) -> None:
        found = suggest(
            look("Дата;Сотрудник;Клиент;Тип;Результат", "01.02.2024;Иванов;ООО;Встреча;Отказ")
        )
        (question,) = [q for q in found.questions if q.about == "table"]
        assert set(question.choices) == {"activities", "deals"}
        done = answer(found, {"table": "activities"})
        assert done.plan.feeds[0].table == "activities"
        assert done.questions == ()

    @pytest.mark.parametrize(
        ("said", "table"),
        [("deals", "deals"), ("Сделки", "deals"), ("orders", "deals"), ("sellers", "people"),
         ("Ügyfelek", "customers")],
    )  # fmt: skip
    def test_a_table_may_be_forced_in_any_language(self, said: str, table: str) -> None:
        header = "ID;Имя;Менеджер;Сумма;Дата"
        assert (
            suggest(look(header, "1;ООО;Иванов;100;01.02.2024"), said).plan.feeds[0].table == table
        )

    def test_calls_are_activities_of_a_kind(self) -> None:
        sample = look("Дата;Менеджер;Клиент", "01.02.2024;Иванов;ООО")
        found = suggest(sample, "meetings")
        assert found.plan.feeds[0].table == "activities"
        assert taken(found.plan, sample)["kind"] == "=meeting"

    def test_an_unknown_table_has_near_ones(self) -> None:
        with pytest.raises(Unknown, match=r"There is no table “deels”. Nearest: deals"):
            suggest(look("a;b", "1;2"), "deels")

    @pytest.mark.parametrize(
        ("header", "row"),
        [
            ("Наименование;Телефон;Адрес", "a;b;c"),
            ("Отчет;;;", "a;b;c;d"),
            (";;", "a;b;c"),
            ("Поставщик;ИНН;Менеджер;Регион", "ООО;77;Иванов;Москва"),
        ],
    )
    def test_a_file_that_tells_nothing_is_refused(self, header: str, row: str) -> None:
        with pytest.raises(FileError, match=r"do not tell what it holds: say it with --as TABLE"):
            suggest(look(header, row))


class TestValues:
    def test_a_date_column_without_dates_is_refused_with_examples(self) -> None:
        rows = ("Дата;Менеджер;Сумма", "скоро;Иванов;100", "потом;Петров;200")
        with pytest.raises(FileError, match="“Дата” does not hold days, for example: скоро, потом"):
            suggest(look(*rows))

    def test_days_of_excel_are_told_from_days(self) -> None:
        with pytest.raises(FileError, match="“Дата” holds numbers where days should be"):
            suggest(look("Дата;Менеджер;Сумма", "45000;Иванов;100"))
        with pytest.raises(FileError, match="“Дата” does not hold days, for example: 5"):
            suggest(look("Дата;Менеджер;Сумма", "5;Иванов;100"))

    @pytest.mark.parametrize(
        ("caption", "bad", "offered"),
        [
            ("Текущая сумма", 2, True),
            ("Текущая сумма", 3, False),
            ("Сумма", 5, True),
            ("Сумма", 6, False),
        ],
    )
    def test_a_column_is_offered_where_four_fifths_of_its_values_fit_half_if_it_says_so(
        self, caption: str, bad: int, offered: bool
    ) -> None:
        rows = [f"Иванов;{'много' if n < bad else n};01.02.2024" for n in range(10)]
        sample = look(f"Менеджер;{caption};Дата", *rows)
        if offered:
            assert taken(suggest(sample).plan, sample)["amount"] == caption
        else:
            with pytest.raises(FileError, match="do not tell what it holds"):
                suggest(sample)

    def test_words_for_nothing_do_not_count_as_wrong(self) -> None:
        rows = [f"Иванов;100;{day}" for day in ("01.02.2024", "не закрыта", "-", "нет данных")]
        found = suggest(look("Менеджер;Сумма;Дата закрытия", *rows))
        assert found.plan.formats.empty == ("-", "не закрыта", "нет данных")

    def test_of_two_captions_the_one_with_values_wins(self) -> None:
        sample = look("Дата;Менеджер;Ответственный;Сумма", "01.02.2024;;Петров;100")
        found = suggest(sample)
        assert (found.questions, taken(found.plan, sample)["owner"]) == ((), "Ответственный")

    def test_of_two_captions_with_equal_values_the_first_wins(self) -> None:
        sample = look("Дата;Менеджер;Ответственный;Сумма", "01.02.2024;Петров;Петров;100")
        found = suggest(sample)
        assert (found.questions, taken(found.plan, sample)["owner"]) == ((), "Менеджер")

    def test_two_captions_with_different_values_are_asked_about(self) -> None:
        sample = look("Дата;Менеджер;Ответственный;Сумма", "01.02.2024;Иванов;Петров;100")
        found = suggest(sample)
        (question,) = found.questions
        assert question.about == "deals.owner"
        assert question.choices == ("Менеджер", "Ответственный", "-")
        done = answer(found, {"deals.owner": "ответственный"})
        assert (done.questions, taken(done.plan, sample)["owner"]) == ((), "Ответственный")
        none = answer(found, {"deals.owner": "-"})
        assert "owner" not in taken(none.plan, sample)

    def test_another_seller_never_names_the_owner(self) -> None:
        sample = look("Дата;Менеджер;Ответственный;Сумма", "01.02.2024;Иванов;Петров;100")
        assert "owner_name" not in taken(suggest(sample).plan, sample)

    def test_an_answer_has_to_be_a_choice(self) -> None:
        found = suggest(look("Дата;Менеджер;Ответственный;Сумма", "01.02.2024;Иванов;Петров;100"))
        with pytest.raises(Unknown, match=r"There is no choice “Менеджр”. Nearest: Менеджер"):
            answer(found, {"deals.owner": "Менеджр"})

    def test_misspelt_captions_are_asked_about(self) -> None:
        sample = look("Номер;Менеджр;Клент;Сума;Дата", "1;Иванов;ООО;100;01.01.2024")
        found = suggest(sample)
        about = {q.about: q.best for q in found.questions}
        assert about == {
            "deals.owner": "Менеджр", "deals.customer": "Клент", "deals.amount": "Сума",
        }  # fmt: skip
        done = answer(found, about)
        assert done.questions == ()
        assert taken(done.plan, sample)["owner"] == "Менеджр"

    def test_an_amount_in_thousands_is_left_out_aloud(self) -> None:
        rows = ("Менеджер;Клиент;№ заказа;Выручка (тыс. руб.);Дата", "Иванов;ООО;1;100;01.01.2024")
        found = suggest(look(*rows))
        assert "amount" not in found.plan.feeds[0].columns
        assert (
            "“Выручка (тыс. руб.)” is in thousands or millions and is left out." in found.plan.said
        )


class TestDeals:
    def test_unknown_words_beside_known_ones_are_open(self) -> None:
        rows = [f"Иванов;100;01.02.2024;{s}" for s in ("Оплачено", "Думает у шефа", "Отказ")]
        found = suggest(look("Менеджер;Сумма;Дата;Статус", *rows))
        assert found.questions == ()
        outcomes = {"Оплачено": "won", "Отказ": "lost", OTHER: "open"}
        assert found.plan.feeds[0].values["outcome"] == outcomes
        text = "“Статус”: “Оплачено” won; “Отказ” lost; “Думает у шефа” and all others open."
        assert text in found.plan.said

    def test_where_nothing_means_won_it_is_asked_for(self) -> None:
        rows = [f"Иванов;100;01.02.2024;{s}" for s in ("Ура", "Увы", "Хм")]
        found = suggest(look("Менеджер;Сумма;Дата;Статус", *rows))
        assert [q.about for q in found.questions] == ["won: Статус", "lost: Статус"]
        done = answer(found, {"won: Статус": "Ура", "lost: Статус": "Увы"})
        assert done.questions == ()
        outcomes = {"Ура": "won", "Увы": "lost", OTHER: "open"}
        assert done.plan.feeds[0].values["outcome"] == outcomes

    def test_what_is_known_is_not_asked_for(self) -> None:
        rows = [f"Иванов;100;01.02.2024;{s}" for s in ("Оплачено", "Думает у шефа")]
        assert suggest(look("Менеджер;Сумма;Дата;Статус", *rows)).questions == ()
        rows = [f"Иванов;100;01.02.2024;{s}" for s in ("Отказ", "Думает у шефа")]
        found = suggest(look("Менеджер;Сумма;Дата;Статус", *rows))
        assert [q.about for q in found.questions] == ["won: Статус"]

    def test_a_word_beyond_the_sample_is_met_as_well(self) -> None:
        words = ["Оплачено"] * 2_500
        words[1_251] = "Отказ"  # every second row is sampled
        rows = [f"Иванов;100;01.02.2024;{s}" for s in words]
        found = suggest(look("Менеджер;Сумма;Дата;Статус", *rows))
        assert found.plan.feeds[0].values["outcome"] == {"Оплачено": "won", "Отказ": "lost"}

    def test_created_deals_without_an_outcome_are_asked_about(self) -> None:
        found = suggest(look("Менеджер;Сумма;Дата создания", "Иванов;1;01.02.2024"))
        assert [q.about for q in found.questions] == ["deals.outcome"]
        closed = answer(found, {"deals.outcome": "won"}).plan.feeds[0].columns
        assert closed["closed"] == closed["created"]
        assert "closed" not in answer(found, {"deals.outcome": "open"}).plan.feeds[0].columns

    def test_a_status_of_many_words_is_the_stage_as_well(self) -> None:
        words = ("Новая", "Переговоры", "Выиграна", "Проиграна")
        few, many = words[2:], words
        for said, stages in ((few, False), (many, True)):
            rows = [f"Иванов;100;01.02.2024;{s}" for s in said]
            found = suggest(look("Менеджер;Сумма;Дата;Статус", *rows))
            assert ("stage" in found.plan.feeds[0].columns) == stages

    def test_a_file_of_created_deals_has_no_closing_day(self) -> None:
        found = suggest(look("Менеджер;Сумма;Дата создания;Статус", "Иванов;1;01.02.2024;Оплачено"))
        assert "closed" not in found.plan.feeds[0].columns
        assert "No column says when deals closed: won ones will be in no period." in found.plan.said

    def test_created_and_closed_without_an_outcome_are_asked_about(self) -> None:
        rows = ("Менеджер;Сумма;Дата создания;Дата закрытия", "Иванов;1;01.02.2024;02.02.2024")
        found = suggest(look(*rows))
        (question,) = found.questions
        assert (question.about, question.choices) == ("deals.outcome", ("won", "open"))
        done = answer(found, {"deals.outcome": "open"})
        assert done.plan.feeds[0].columns["outcome"] == Take(constant="open")

    def test_an_expected_closing_serves_where_there_is_no_other(self) -> None:
        header = "ID;Ügylet neve;Szakasz;Összeg;Felelős;Létrehozva;Várható lezárás"
        sample = look(header, "1;A;Megnyert;100;Kovács;2024.01.01.;2024.02.01.")
        columns = taken(suggest(sample).plan, sample)
        assert columns["closed"] == columns["expected_close_on"] == "Várható lezárás"

    def test_amounts_that_differ_within_a_deal_are_those_of_lines(self) -> None:
        header = "№ заказа;Дата;Менеджер;Товар;Сумма"
        same = ("1;01.02.2024;Иванов;стул;30", "1;01.02.2024;Иванов;стол;30")
        other = ("1;01.02.2024;Иванов;стул;10", "1;01.02.2024;Иванов;стол;20")
        for rows, slot in ((same, "amount"), (other, "line_amount")):
            columns = suggest(look(header, *rows)).plan.feeds[0].columns
            assert [s for s in ("amount", "line_amount") if s in columns] == [slot]

    def test_currency_words_become_codes(self) -> None:
        rows = [f"Иванов;1;01.02.2024;{c}" for c in ("руб.", "RUB", "€")]
        found = suggest(look("Менеджер;Сумма;Дата;Валюта", *rows))
        assert found.plan.feeds[0].values["currency"] == {"руб.": "RUB", "€": "EUR"}


class TestOthers:
    def test_first_and_last_name_are_joined_in_the_order_of_the_language(self) -> None:
        for header, name in (
            ("ID;Last name;First name;Email", "First name+Last name"),
            ("ID;Фамилия;Имя;Почта", "Имя+Фамилия"),
            ("Azonosító;Keresztnév;Vezetéknév;Email", "Vezetéknév+Keresztnév"),
        ):
            sample = look(header, "1;a;b;c@d.e")
            assert taken(suggest(sample).plan, sample)["name"] == name

    def test_a_full_name_needs_no_joining(self) -> None:
        sample = look("ID;Name;Last name;First name;Email", "1;a b;b;a;c@d.e")
        assert taken(suggest(sample).plan, sample)["name"] == "Name"

    def test_unknown_kinds_of_cost_are_other_aloud(self) -> None:
        rows = ("Дата;Статья;Сумма", "01.02.2024;Реклама;1", "01.02.2024;Аренда;1")
        found = suggest(look(*rows))
        assert found.plan.feeds[0].values["kind"] == {"Реклама": "marketing", OTHER: "other"}
        assert "“Статья”: “Аренда” and all others are taken as other." in found.plan.said

    def test_unknown_kinds_of_activity_are_no_kinds(self) -> None:
        header = "Дата звонка;Менеджер;Клиент;Тип;Длительность"
        sample = look(header, "01.02.2024;Иванов;ООО;Первичный;0:35")
        assert taken(suggest(sample).plan, sample)["kind"] == "=call"

    def test_some_unknown_kinds_will_be_refused_aloud(self) -> None:
        rows = [f"01.02.2024;Иванов;ООО;{kind}" for kind in ("Встреча", "Обед")]
        found = suggest(look("Дата;Менеджер;Клиент;Тип", *rows), "activities")
        text = "“Тип”: rows with “Обед” will be refused, for nothing says what it means."
        assert text in found.plan.said

    def test_an_activity_of_no_kind_is_asked_about(self) -> None:
        found = suggest(look("Дата;Менеджер;Клиент", "01.02.2024;Иванов;ООО"), "activities")
        (question,) = found.questions
        assert question.about == "activities.kind"
        done = answer(found, {"activities.kind": "visit"}) if "visit" in question.choices else None
        assert done is None
        assert "call" in question.choices

    def test_an_amount_of_a_line_has_its_discount_already(self) -> None:
        header, row = "№ заказа;Товар;Количество;Цена;Скидка;Сумма", "1;стул;2;10;0,1;18"
        columns = suggest(look(header, row)).plan.feeds[0].columns
        assert {"amount", "price", "quantity"} <= set(columns)
        assert "discount" not in columns

    def test_a_named_period_goes_before_first_days(self) -> None:
        for month, slot in (("01.2024", "month"), ("2024-Q1", "period")):
            found = suggest(look("Менеджер;Период;Начало;План", f"Иванов;{month};01.01.2024;5"))
            columns = found.plan.feeds[0].columns
            assert slot in columns
            assert not {"period_since", "length", "month", "period"} - {slot} & set(columns)
            assert found.questions == ()

    def test_metrics_are_understood(self) -> None:
        rows = [f"Иванов;01.2024;5;{m}" for m in ("Выручка", "Встречи", "мой показатель")]
        found = suggest(look("Менеджер;Месяц;План;Показатель", *rows))
        assert found.plan.feeds[0].values["metric"] == {"Выручка": "revenue", "Встречи": "meetings"}

    def test_a_missing_column_is_offered_from_those_left(self) -> None:
        sample = look("Кто;Месяц;План", "Иванов;01.2024;5")
        found = suggest(sample, "plans")
        assert found.questions == ()  # a plan without a person is the company's
        with pytest.raises(FileError, match="no column says “target” of plans: what to reach"):
            suggest(look("Менеджер;Месяц", "Иванов;01.2024"), "plans")
        found = suggest(look("Менеджер;Месяц;Всего", "Иванов;01.2024;5"), "plans")
        assert [q.about for q in found.questions] == ["plans.target"]


@pytest.mark.parametrize(
    ("since", "last", "slot"),
    [
        (("2017-01-01", "2017-02-01"), ("2017-02-01", "2017-03-01"), "period_until"),
        (("2017-01-01", "2017-02-01"), ("2017-01-31", "2017-02-28"), "last"),
        (("2017-01-01",), ("2017-01-31",), "last"),
    ],
)
def test_whether_a_period_includes_its_end_is_told_by_the_next(
    since: tuple[str, ...], last: tuple[str, ...], slot: str
) -> None:
    rows = [f"1;{a};{b};5" for a, b in zip(since, last, strict=True)]
    sample = look("person_id;period_start;period_end;target", *rows)
    columns = taken(suggest(sample).plan, sample)
    ends = {s: c for s, c in columns.items() if s in ("period_until", "last")}
    assert ends == {slot: "period_end"}


@pytest.mark.parametrize(
    ("firsts", "length"),
    [
        (("01.01.2024", "01.02.2024", "01.03.2024"), "month"),
        (("01.01.2024", "01.04.2024", "01.10.2024"), "quarter"),
        (("01.01.2023", "01.01.2024"), "year"),
        (("01.01.2024",), None),
        (("15.01.2024", "15.02.2024"), None),
    ],
)
def test_how_long_a_plan_is_shows_in_its_first_days(
    firsts: tuple[str, ...], length: str | None
) -> None:
    found = suggest(look("Менеджер;Начало;План", *[f"Иванов;{day};5" for day in firsts]))
    if length:
        assert found.plan.feeds[0].columns["length"] == Take(constant=length)
        assert found.questions == ()
    else:
        assert [q.about for q in found.questions] == ["plans.length"]


def test_sentences_can_be_translated() -> None:
    found = suggest(look("Менеджер;Сумма;Дата оплаты", "Иванов;1;01.02.2024"))
    sentence = found.plan.said[1]
    assert sentence == sentence.text.format(**sentence.fields)
    assert sentence.fields == {"caption": "Дата оплаты"}


@pytest.mark.parametrize("rows", [999, 1_000, 1_001, 25_000])
def test_a_sample_takes_rows_from_all_over_what_was_read(rows: int) -> None:
    made = [f"Иванов;{n};01.02.2024" for n in range(rows)]
    sample = look("Менеджер;Сумма;Дата", *made, chunk=300)
    numbers = [int(text) for text in sample.texts[1]]
    assert numbers[0] == 0
    step = numbers[1] - numbers[0]
    assert numbers == list(range(0, numbers[-1] + 1, step))
    assert 900 <= sample.rows < 2_000
    assert list(sample.more(1))[: len(numbers)] == [str(n) for n in range(len(numbers))]


def test_chunks_of_any_size_are_sampled_evenly() -> None:
    made = [f"Иванов;{n};01.02.2024" for n in range(5_007)]
    small, large = (sheet("Менеджер;Сумма;Дата", *rows) for rows in (made[:7], made[7:]))
    both = replace(small, chunks=lambda: chain(small.chunks(), large.chunks()))
    assert [int(t) for t in Sample.of(both).texts[1]] == list(range(0, 5_007, 5))


def test_a_large_chunk_is_sampled_evenly() -> None:
    made = [f"Иванов;{n};01.02.2024" for n in range(25_000)]
    sample = look("Менеджер;Сумма;Дата", *made)
    assert [int(t) for t in sample.texts[1]] == list(range(0, 25_000, 25))
    assert sum(1 for _ in sample.more(1)) == 25_000
