"""What texts look like, and what they mean."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from merilo.sources.files import values

money = st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False)
days = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1 234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("50 000 руб.", ",", "50000"),
        ("45 000 Ft", ",", "45000"),
        ("1\u00a0234\u00a0567,8 ₽", ",", "1234567.8"),
        ("1\u202f234", ",", "1234"),
        ("1\u2009234", ".", "1234"),
        ("$1,200", ".", "1200"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ",", "1.234"),
        ("1.23", ",", "1.23"),  # it can be nothing else
        ("1234,5", ".", "1234.5"),
        ("0,125", ".", "0.125"),
        ("1,234,567", ",", "1234567"),
        ("12.345.678,9", ".", "12345678.9"),
        ("(1 234)", ".", "-1234"),
        ("−5,5", ",", "-5.5"),
        ("5-", ".", "-5"),
        ("+7", ".", "7"),
        ("10,", ",", "10"),
        (",5", ",", "0.5"),
        ("1'234.5", ".", "1234.5"),
        ("12 р.", ",", "12"),
        ("100 RUB", ".", "100"),
    ],
)
def test_numbers(text: str, decimal: str, number: str) -> None:
    assert values.number(text, decimal) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-", "руб.", "abc", "12 шт", "1e5", "1.2.3,4,5", "1,23,456.7", "10.11.2017", "1-2"]
)
def test_what_is_no_number(text: str) -> None:
    assert values.number(text) is None
    assert values.number(text, ",") is None


@given(money, st.sampled_from(["ru", "en", "hu", "de"]))
def test_a_number_written_for_people_is_read_back(number: Decimal, language: str) -> None:
    text = format_decimal(number, format="#,##0.00", locale=language)
    assert values.number(text, "." if language == "en" else ",") == number


@given(st.text(alphabet="0123456789.,- ()₽pр", max_size=12))
def test_either_mark_gives_the_same_unless_the_text_is_in_doubt(text: str) -> None:
    if values.mark(text) != "?":
        assert values.number(text, ".") == values.number(text, ",")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("0,125", ","),
        ("1,234", "?"),
        ("123.456", "?"),
        ("1234.567", "."),
        ("1,234,567", "."),
        ("1.234.567", ","),
        ("1,5", ","),
        ("1 234", ""),
        ("abc", ""),
        ("-1,234", "?"),
    ],
)
def test_the_decimal_mark_that_a_number_shows(text: str, mark: str) -> None:
    assert values.mark(text) == mark


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("50 000 руб.", "RUB"),
        ("Бюджет ₽", "RUB"),
        ("Бюджет ₸", "KZT"),
        ("Сумма, р.", "RUB"),
        ("45000Ft", "HUF"),
        ("Összeg (HUF)", "HUF"),
        ("€ 5", "EUR"),
        ("100 usd", "USD"),
        ("Цена", ""),
        ("Сумма", ""),
        ("5 € или 5 $", ""),
        ("123", ""),
    ],
)
def test_the_currency_that_a_text_names(text: str, code: str) -> None:
    assert values.currency(text) == code


@pytest.mark.parametrize(
    ("text", "discount", "part"),
    [("0.15", "fraction", "0.15"), ("15", "percent", "0.15"), ("15 %", "fraction", "0.15"),
     ("15%", "percent", "0.15"), ("0,5 %", "percent", "0.005")],
)  # fmt: skip
def test_shares(text: str, discount: str, part: str) -> None:
    assert values.share(text, discount) == Decimal(part)


def test_a_share_of_words_is_none() -> None:
    assert values.share("без скидки") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("95", 95), ("1:35", 95), ("0:00:07", 7), ("1:02:35", 3755), (" 10 ", 10), ("90:00", 5400)],
)
def test_durations(text: str, seconds: int) -> None:
    assert values.seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "1:75", "1:2:3:4", "-5", "5.5", "долго", "1:60:00", "1::2"])
def test_what_is_no_duration(text: str) -> None:
    assert values.seconds(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Да", True), ("нет", False), ("Y", True), ("0", False), ("Igen", True), ("maybe", None)],
)
def test_flags(text: str, meant: bool | None) -> None:
    assert values.flag(text) is meant


DAY = datetime(2026, 11, 21)  # noqa: DTZ001
CLOCK = datetime(2026, 11, 21, 14, 5)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "form", "at"),
    [
        ("21.11.2026", "%d.%m.%Y", DAY),
        ("21.11.26", "%d.%m.%y", DAY),
        ("21/11/2026", "%d/%m/%Y", DAY),
        ("2026.11.21.", "%Y.%m.%d.", DAY),
        ("2026. 11. 21.", "%Y. %m. %d.", DAY),
        ("2026/11/21", "%Y/%m/%d", DAY),
        ("21.11.2026 14:05", "%d.%m.%Y %H:%M", CLOCK),
        ("21.11.2026, 14:05:00", "%d.%m.%Y, %H:%M:%S", CLOCK),
        ("2026. 11. 21. 14:05", "%Y. %m. %d. %H:%M", CLOCK),
        ("21 Nov 2026", "%d %b %Y", DAY),
        ("November 21, 2026", "%B %d, %Y", DAY),
    ],
)
def test_days_of_one_reading(text: str, form: str, at: datetime) -> None:
    assert values.form(text) == form
    assert values.instant(text, [form]) == at


def test_american_days() -> None:
    assert values.form("11/21/2026 2:05 PM", "month") == "%m/%d/%Y %I:%M %p"
    assert values.instant("11/21/2026 2:05 PM", ["%m/%d/%Y %I:%M %p"]) == CLOCK
    assert values.form("11/21/2026", "day") == ""


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-21", DAY),
        ("2026-11-21 14:05", CLOCK),
        ("2026-11-21T14:05:00", CLOCK),
        ("2026-11-21T14:05:00Z", CLOCK.replace(tzinfo=UTC)),
        ("2026-11-21 17:05:00.000+03:00", CLOCK.replace(tzinfo=UTC)),
        ("2026-11-21 17:05:00 +03:00", CLOCK.replace(tzinfo=UTC)),
    ],
)
def test_iso_needs_no_form(text: str, at: datetime) -> None:
    found = values.instant(text, [])
    assert found == at
    assert values.form(text) == ""


@pytest.mark.parametrize(
    "text", ["", "скоро", "45000", "30.02.2026", "2026-13-01", "1.2.3", "192.168.1.1", "21-11/2026",
             "2026.11", "21.11.2026 25:00", "21.11.2026 утром"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert values.instant(text, values.forms([text], "day")) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [("21/11/2026", "day"), ("11/21/2026", "month"), ("03/04/2017", "?"), ("03.04.2017", ""),
     ("13.14.2017", ""), ("11.21.2026", "month"), ("05/05/2017", ""), ("2017/03/04", ""),
     ("2017-03-04", ""), ("3/4/17", "?"), ("abc", "")],
)  # fmt: skip
def test_which_of_day_and_month_comes_first(text: str, first: str) -> None:
    assert values.turns(text) == first


@given(days, st.sampled_from(["%d.%m.%Y", "%m/%d/%Y", "%Y. %m. %d.", "%d/%m/%y"]))
def test_a_day_is_read_back_in_the_form_found_for_it(at: datetime, form: str) -> None:
    text = at.strftime(f"{form} %H:%M:%S")
    found = values.forms([text], "month" if form.startswith("%m") else "day")
    if form == "%d/%m/%y":  # two digits say a year from 1969 to 2068
        at = at if at.year < 2060 else at - timedelta(days=36525)
    assert values.instant(text, found) in (at, at + timedelta(days=36525))


def test_forms_know_the_day_with_a_clock_and_without() -> None:
    found = values.forms(["21.11.2026"], "day")
    assert found[0] == "%d.%m.%Y"
    assert values.instant("22.11.2026 10:00", found) is not None
    assert values.forms(["21.11.2026, 10:00"], "day")[-1] == "%d.%m.%Y"


@pytest.mark.parametrize(
    ("text", "month"),
    [("2017-03", (2017, 3)), ("03.2017", (2017, 3)), ("Март 2017 г.", (2017, 3)),
     ("2017. március", (2017, 3)), ("Mar 2017", (2017, 3)), ("13.2017", None), ("март", None),
     ("15 марта 2017", None), ("2017", None)],
)  # fmt: skip
def test_months(text: str, month: tuple[int, int] | None) -> None:
    assert values.month(text) == month
