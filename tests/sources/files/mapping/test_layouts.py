"""Exports of amoCRM and Bitrix24: the traps that the public rows do not show."""

import pytest

from merilo.sources.files.mapping import OTHER, Take
from merilo.sources.files.suggest import answer, suggest
from tests.sources.files.mapping.sheets import look, taken

AMO = (
    "ID;Название сделки;Бюджет ₽;Ответственный;Дата создания сделки;Дата закрытия;Этап сделки;"
    "Воронка"
)
BITRIX = "ID;Название сделки;Стадия сделки;Сумма;Валюта;Ответственный;Дата создания;Дата изменения"
KOMMO = "ID;Lead title;Sale $;Responsible user;Created at;Closed at;Lead status;Pipeline"


def amo(stage: str, **said: str) -> str:
    """A row of the short amoCRM list."""
    row = {"Бюджет": "1 000", "Дата закрытия": "не закрыта"} | said
    return f"1;A;{row['Бюджет']};Анна;01.02.2024 10:00:00;{row['Дата закрытия']};{stage};Основная"


class TestAmocrm:
    def test_any_stage_but_the_final_two_is_open(self) -> None:
        found = suggest(look(AMO, amo("Оплачено"), amo("Успешно реализовано")))
        assert found.questions == ()
        assert found.plan.feeds[0].values["outcome"] == {
            "Успешно реализовано": "won", "Закрыто и не реализовано": "lost",
            "Оплачено": "open", OTHER: "open",
        }  # fmt: skip

    def test_where_no_final_stage_is_seen_they_are_asked_for(self) -> None:
        found = suggest(look(AMO, amo("Переговоры"), amo("Счёт у бухгалтера")))
        assert [q.about for q in found.questions] == ["won: Этап сделки", "lost: Этап сделки"]
        done = answer(found, {q.about: "-" for q in found.questions})
        assert done.questions == ()
        assert set(done.plan.feeds[0].values["outcome"].values()) == {"open"}

    @pytest.mark.parametrize(
        ("caption", "currency"),
        [("Бюджет", ""), ("Бюджет ", ""), ("Бюджет ₽", "RUB"), ("Бюджет ₸", "KZT")],
    )
    def test_the_amount_names_its_currency(self, caption: str, currency: str) -> None:
        sample = look(AMO.replace("Бюджет ₽", caption), amo("Переговоры"))
        found = suggest(sample)
        assert taken(found.plan, sample)["amount"] == caption.strip()
        assert found.plan.formats.currency == currency

    def test_of_captions_that_repeat_the_one_with_values_is_taken(self) -> None:
        rows = [amo("Переговоры") + ";;стол", amo("Переговоры") + ";;стул"]
        found = suggest(look(AMO + ";Товар;Товар", *rows))
        assert found.plan.feeds[0].columns["product"] == Take((9,))
        found = suggest(look(AMO + ";Товар;Товар", *[r.replace(";;", ";доска;") for r in rows]))
        assert found.plan.feeds[0].columns["product"] == Take((8,))
        assert "“Товар” stands there 2 times: column 9 is taken." in found.plan.said

    def test_a_customer_is_the_company_and_where_there_is_none_the_contact(self) -> None:
        found = suggest(look(AMO + ";Полное имя контакта;Компания", amo("Переговоры") + ";Иван;"))
        assert found.plan.feeds[0].columns["customer"] == Take((9, 8), first=True)

    def test_kommo_in_english(self) -> None:
        row = "1;A;100;Ann;01.02.2024 10:00:00;not closed;Closed - won;Main"
        sample = look(KOMMO, row)
        found = suggest(sample)
        assert (found.plan.layout, found.questions) == ("amocrm", ())
        assert taken(found.plan, sample)["amount"] == "Sale $"
        assert found.plan.feeds[0].values["outcome"]["Closed - won"] == "won"
        assert found.plan.feeds[0].values["outcome"]["Closed - lost"] == "lost"
        assert found.plan.formats.currency == "USD"
        assert found.plan.formats.empty == ("not closed",)

    def test_contacts_are_customers_under_the_names_that_deals_call_them(self) -> None:
        header = (
            "ID;Тип;Полное имя контакта;Имя;Фамилия;Название компании;Ответственный;"
            "Дата создания контакта;Кем создан контакт;Сделки;Город;Источник"
        )
        sample = look(header)
        found = suggest(sample)
        assert (found.plan.layout, found.plan.feeds[0].table) == ("amocrm", "customers")
        columns = taken(found.plan, sample)
        assert columns["id"] == columns["name"] == "Полное имя контакта|Название компании"
        assert (columns["owner"], columns["territory"]) == ("Ответственный", "Город")


class TestBitrix24:
    def test_the_group_of_stages_tells_the_outcome(self) -> None:
        rows = [
            f"{n};A;СВОЯ;10;RUB;Анна;01.02.2024 10:00:00;;{group}"
            for n, group in enumerate(["Сделка успешна", "Сделка провалена", "Сделка в работе"])
        ]
        sample = look(BITRIX + ";Группа стадий", *rows)
        found = suggest(sample)
        assert found.questions == ()
        assert taken(found.plan, sample)["outcome"] == "Группа стадий"
        assert taken(found.plan, sample)["stage"] == "Стадия сделки"
        assert sorted(found.plan.feeds[0].values["outcome"].values()) == ["lost", "open", "won"]

    def test_an_empty_group_leaves_it_to_the_stage(self) -> None:
        row = "1;A;СДЕЛКА УСПЕШНА;10;RUB;Анна;01.02.2024 10:00:00;;"
        sample = look(BITRIX + ";Группа стадий", row)
        found = suggest(sample)
        assert taken(found.plan, sample)["outcome"] == "Стадия сделки"
        assert found.plan.feeds[0].values["outcome"] == {"СДЕЛКА УСПЕШНА": "won", OTHER: "open"}

    def test_own_names_of_final_stages_are_asked_for_among_closed_deals_only(self) -> None:
        rows = [
            "1;A;МОНТАЖ;10;RUB;Анна;01.02.2024;;нет",
            "2;B;АКТ ПОДПИСАН;10;RUB;Анна;01.02.2024;;да",
        ]
        found = suggest(look(BITRIX + ";Сделка закрыта", *rows))
        assert [q.about for q in found.questions] == ["won: Стадия сделки", "lost: Стадия сделки"]
        assert found.questions[0].choices == ("АКТ ПОДПИСАН", "-")
        done = answer(found, {"won: Стадия сделки": "АКТ ПОДПИСАН"})
        assert done.questions == ()
        assert done.plan.feeds[0].values["outcome"] == {
            "МОНТАЖ": "open", "АКТ ПОДПИСАН": "won", OTHER: "open",
        }  # fmt: skip

    def test_a_stage_of_open_and_closed_deals_may_be_final(self) -> None:
        rows = [f"1;A;АКТ ПОДПИСАН;10;RUB;Анна;01.02.2024;;{closed}" for closed in ("нет", "да")]
        found = suggest(look(BITRIX + ";Сделка закрыта", *rows))
        assert found.questions[0].choices == ("АКТ ПОДПИСАН", "-")

    def test_in_english(self) -> None:
        header = (
            "ID;Deal Name;Stage;Stage group;Pipeline;Income;Currency;Responsible;Created;"
            "Assumed close date;Company"
        )
        sample = look(header)
        found = suggest(sample)
        assert (found.plan.layout, found.questions) == ("bitrix24", ())
        assert taken(found.plan, sample) == {
            "id": "ID", "name": "Deal Name", "stage": "Stage", "outcome": "Stage group",
            "pipeline": "Pipeline", "amount": "Income", "currency": "Currency",
            "owner": "Responsible", "created": "Created", "closed": "Assumed close date",
            "customer": "Company",
        }  # fmt: skip

    def test_companies_and_contacts(self) -> None:
        sample = look(
            "ID;Название компании;Тип компании;Сфера деятельности;Ответственный;Дата создания"
        )
        columns = taken(suggest(sample).plan, sample)
        assert columns["id"] == columns["name"] == "Название компании"
        assert (columns["segment"], columns["industry"]) == ("Тип компании", "Сфера деятельности")
        sample = look("ID;Имя;Фамилия;Тип контакта;Ответственный;Источник")
        found = suggest(sample)
        assert found.plan.layout == "bitrix24"
        assert taken(found.plan, sample)["id"] == "Имя+Фамилия"


def test_another_table_is_forced_over_a_layout() -> None:
    found = suggest(look(AMO, amo("Переговоры")), "deals")
    assert found.plan.layout == "amocrm"
    found = suggest(look(AMO + ";Должность", amo("Переговоры") + ";x"), "people")
    assert found.plan.layout == ""
    assert found.plan.feeds[0].table == "people"


@pytest.mark.parametrize("drop", range(8))
def test_a_list_that_lacks_a_mark_is_not_taken_for_the_export(drop: int) -> None:
    captions = AMO.split(";")
    left = [c for i, c in enumerate(captions) if i != drop]
    kept = suggest(
        look(left, [c for i, c in enumerate(amo("Успешно реализовано").split(";")) if i != drop])
    )
    optional = {"Бюджет ₽", "Дата создания сделки", "Дата закрытия", "Воронка"}
    assert (kept.plan.layout == "amocrm") == (captions[drop] in optional)
