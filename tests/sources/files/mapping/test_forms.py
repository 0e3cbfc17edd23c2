"""How a file writes its days and numbers."""

import pytest

from merilo.sources.files.forms import language
from merilo.sources.files.suggest import Suggestion, answer, suggest
from tests.sources.files.mapping.sheets import look


def days(*texts: str) -> Suggestion:
    """A file of deals on these days."""
    return suggest(look("Date;Seller;Amount", *[f"{t};Ann;1" for t in texts]))


def amounts(*texts: str, header: str = "Date;Seller;Amount") -> Suggestion:
    """A file of deals of these amounts."""
    return suggest(look(header.split(";"), *[["2024-01-02", "Ann", t] for t in texts]))


class TestDays:
    @pytest.mark.parametrize(
        ("texts", "form"),
        [
            (("03/04/2017", "21/04/2017"), "%d/%m/%Y"),
            (("03/04/2017", "04/21/2017"), "%m/%d/%Y"),
            (("03.04.2017",), "%d.%m.%Y"),
            (("03.04.2017", "04.21.2017"), "%m.%d.%Y"),
            (("2017. 04. 03.",), "%Y. %m. %d."),
            (("03.04.17",), "%d.%m.%y"),
        ],
    )
    def test_decided_by_values(self, texts: tuple[str, ...], form: str) -> None:
        found = days(*texts)
        assert found.questions == ()
        assert found.plan.formats.dates[0] == form

    def test_iso_needs_no_form(self) -> None:
        assert days("2017-04-03", "2017-04-03T10:00:00Z").plan.formats.dates == ()

    def test_asked_with_examples_where_no_value_tells(self) -> None:
        found = days("03/04/2017", "05/06/2017")
        (question,) = found.questions
        assert (question.about, question.choices) == ("dates", ("day", "month"))
        assert "03/04/2017, 05/06/2017" in question.text
        assert answer(found, {"dates": "month"}).plan.formats.dates[0] == "%m/%d/%Y"
        assert answer(found, {"dates": "day"}).plan.formats.dates[0] == "%d/%m/%Y"

    def test_a_value_beyond_the_sample_tells_as_well(self) -> None:
        doubtful = ["03/04/2017"] * 2_500
        doubtful[1_251] = "04/21/2017"  # every second row is sampled
        found = days(*doubtful)
        assert found.questions == ()
        assert found.plan.formats.dates[0] == "%m/%d/%Y"

    def test_a_few_mistakes_do_not_turn_it(self) -> None:
        found = days(*["21/04/2017"] * 9, "04/21/2017", "01/02/2017")
        assert (found.questions, found.plan.formats.dates[0]) == ((), "%d/%m/%Y")

    def test_a_quarrel_is_asked_about(self) -> None:
        assert [q.about for q in days("21/04/2017", "04/21/2017").questions] == ["dates"]

    def test_several_forms_in_a_file(self) -> None:
        header = "Close date;Seller;Amount;Created"
        found = suggest(look(header, "21.04.2017;Ann;1;2017. 04. 21. 10:00"))
        assert {"%d.%m.%Y", "%Y. %m. %d. %H:%M"} <= set(found.plan.formats.dates)


class TestNumbers:
    RU, EN = "Дата;Менеджер;Сумма", "Date;Seller;Amount"

    @pytest.mark.parametrize(
        ("texts", "header", "decimal"),
        [
            (("1,234", "5,5"), EN, ","),
            (("1,234", "5.5"), RU, "."),
            (("1.234.567", "1.234"), EN, ","),
            (("1,234",), EN, "."),
            (("1,234",), RU, ","),
            (("1.234",), RU, "."),  # nobody parts thousands so there
            (("1.234",), "Dátum;Értékesítő;Összeg", ","),
            (("1,234", "12,500", "999"), RU, ","),
            (("1,234", "12,500", "2,000", "999"), RU, "."),  # thousands: nobody has four digits
            (("1,234", "12,500", "2,000", "1234"), RU, ","),
            (("1 234", "5"), RU, ","),
            (("1 234", "5"), EN, "."),
        ],
    )
    def test_the_decimal_mark(self, texts: tuple[str, ...], header: str, decimal: str) -> None:
        found = amounts(*texts, header=header)
        assert found.questions == ()
        assert found.plan.formats.decimal == decimal

    def test_a_quarrel_is_asked_about_if_something_is_in_doubt(self) -> None:
        found = amounts("1,5", "1.5", "1,234")
        (question,) = found.questions
        assert (question.about, question.choices) == ("decimal", (",", "."))
        assert answer(found, {"decimal": ","}).plan.formats.decimal == ","
        assert amounts("1,5", "1.5").questions == ()

    def test_both_marks_in_doubt_are_asked_about(self) -> None:
        assert [q.about for q in amounts("1,234", "1.234", header=self.RU).questions] == ["decimal"]

    def test_cells_of_a_workbook_have_a_point(self) -> None:
        rows = ("2024-01-02;EUR;98.123", "2024-01-03;EUR;97.456", "2024-01-04;EUR;99.125")
        for workbook in (True, False):
            found = suggest(look("Дата;Валюта;Курс", *rows, workbook=workbook))
            assert found.plan.formats.decimal == "."
        found = suggest(look("Дата;Менеджер;Сумма", "2024-01-02;Анна;5", workbook=True))
        assert found.plan.formats.decimal == "."

    def test_a_mark_beyond_the_sample_tells_as_well(self) -> None:
        whole = ["5"] * 2_500
        whole[1_251] = "5.5"  # every second row is sampled
        assert amounts(*whole, header=self.RU).plan.formats.decimal == "."

    @pytest.mark.parametrize(
        ("texts", "currency"),
        [(("1 ₽", "2"), "RUB"), (("1 ₽", "2 €"), ""), (("1", "2"), ""), (("5 Ft",), "HUF")],
    )
    def test_the_currency_that_amounts_name(self, texts: tuple[str, ...], currency: str) -> None:
        assert amounts(*texts).plan.formats.currency == currency

    def test_a_column_of_currencies_goes_before_signs(self) -> None:
        found = suggest(look("Date;Seller;Amount;Currency", "2024-01-02;Ann;1 ₽;RUB"))
        assert found.plan.formats.currency == ""

    @pytest.mark.parametrize(
        ("discounts", "meant"),
        [(("0", "0.15"), "fraction"), (("0", "15"), "percent"), (("15%", "0.1"), "fraction"),
         (("0,15", "1"), "fraction"), ((), "fraction")],
    )  # fmt: skip
    def test_whether_a_discount_is_a_percent(self, discounts: tuple[str, ...], meant: str) -> None:
        rows = [f"1;chair;2;10;{d}" for d in discounts]
        found = suggest(look("Order ID;Product;Quantity;Unit price;Discount", *rows))
        assert found.plan.formats.discount == meant


@pytest.mark.parametrize(
    ("header", "spoken"),
    [(("ID", "Дата"), "ru"), (("ID", "Összeg"), "hu"), (("ID", "Amount"), "en"), (("1", ""), "")],
)
def test_the_language_of_captions(header: tuple[str, ...], spoken: str) -> None:
    assert language(header) == spoken
