"""A line typed: what is understood of it, in three languages."""

from datetime import date, datetime, time

import pytest

from merilo.web.tasks.models import Kind, Priority
from merilo.web.tasks.said import understood

FRIDAY = datetime(2026, 11, 20, 12)  # noqa: DTZ001  the company's clock


def said(text: str, lang: str = "en", now: datetime = FRIDAY):
    return understood(text, now, lang)


@pytest.mark.parametrize(("text", "lang", "title", "due"), [
    ("Call Kim tomorrow", "en", "Call Kim", (2026, 11, 21)),
    ("Позвонить Киму завтра", "ru", "Позвонить Киму", (2026, 11, 21)),
    ("Hívni Kimet holnap", "hu", "Hívni Kimet", (2026, 11, 21)),
    ("Report on Friday", "en", "Report", (2026, 11, 27)),
    ("Отчёт в пятницу", "ru", "Отчёт", (2026, 11, 27)),
    ("Отчёт до среды", "ru", "Отчёт", (2026, 11, 25)),
    ("Jelentés péntek", "hu", "Jelentés", (2026, 11, 27)),
    ("Jelentés szerdára", "hu", "Jelentés", (2026, 11, 25)),
    ("Пятница: отчёт", "en", "Отчёт", (2026, 11, 27)),
    ("Offer 25.11", "en", "Offer", (2026, 11, 25)),
    ("Ajánlat 11.25.", "hu", "Ajánlat", (2026, 11, 25)),
    ("Ajánlat 25.11", "hu", "Ajánlat", (2026, 11, 25)),
    ("Offer 10.12", "ru", "Offer", (2026, 12, 10)),
    ("Offer 12.10", "hu", "Offer", (2026, 12, 10)),
    ("Счёт 10.01", "ru", "Счёт", (2027, 1, 10)),
    ("Счёт 20.11.", "ru", "Счёт", (2026, 11, 20)),
    ("Счёт 5.12.26", "ru", "Счёт", (2026, 12, 5)),
    ("Счёт 25 ноября", "ru", "Счёт", (2026, 11, 25)),
    ("Invoice by Nov 25th", "en", "Invoice", (2026, 11, 25)),
    ("Számla november 25-én", "hu", "Számla", (2026, 11, 25)),
    ("Számla 2026. 12. 03.", "hu", "Számla", (2026, 12, 3)),
    ("Invoice 2027-02-01", "en", "Invoice", (2027, 2, 1)),
    ("Через 3 дня письмо", "ru", "Письмо", (2026, 11, 23)),
    ("Через неделю письмо", "ru", "Письмо", (2026, 11, 27)),
    ("Letter in 2 weeks", "en", "Letter", (2026, 12, 4)),
    ("Levél 2 hét múlva", "hu", "Levél", (2026, 12, 4)),
    ("Созвон на следующей неделе", "ru", "Созвон", (2026, 11, 23)),
    ("Day after tomorrow lunch", "en", "Lunch", (2026, 11, 22)),
    ("Закрыть до конца месяца", "ru", "Закрыть", (2026, 11, 30)),
    ("Mára kész", "hu", "Kész", (2026, 11, 20)),
])  # fmt: skip
def test_day_is_found_and_leaves_the_title(text, lang, title, due):
    found = said(text, lang)

    assert (found.title, found.due) == (title, date(*due))


@pytest.mark.parametrize("text", [
    "Már kész", "May I ask", "March report", "Buy 25% of 3.5", "Send 12.5 kg", "31.02 odd",
    "Version 1.2", "Mon petit", "Read “Tomorrow”", "Discuss 10/12", "Room 25-11",
])  # fmt: skip
def test_what_only_looks_like_a_day_is_title(text):
    found = said(text)

    assert (found.title, found.something) == (text, False)


@pytest.mark.parametrize(("text", "since", "until"), [
    ("Meet 15:00", time(15), None), ("Встреча в 9:30", time(9, 30), None),
    ("Hívni 15:30-kor", time(15, 30), None), ("Hívni 15 órakor", time(15), None),
    ("Standup 3pm", time(15), None), ("Lunch 12 am", time(0), None),
    ("Встреча 15:00-16:30", time(15), time(16, 30)),
])  # fmt: skip
def test_time_is_found(text, since, until):
    found = said(text)

    assert (found.since, found.until) == (since, until)
    assert found.kind == (Kind.EVENT if until else Kind.TASK)


def test_time_that_is_over_today_is_tomorrow():
    assert said("Meet 11:00").due == date(2026, 11, 21)
    assert said("Meet 13:00").due == date(2026, 11, 20)
    assert said("Meet 25:00").since is None


@pytest.mark.parametrize(("text", "priority"), [
    ("Call!", Priority.NORMAL), ("Call !", Priority.HIGH), ("срочно: договор", Priority.HIGH),
    ("Sürgős ajánlat", Priority.HIGH), ("не срочно разобрать", Priority.LOW),
    ("Nem sürgős: posta", Priority.LOW),
])  # fmt: skip
def test_priority_is_found(text, priority):
    assert said(text).priority == priority


@pytest.mark.parametrize(("text", "repeat", "every", "due"), [
    ("Report every Monday", "week", 1, (2026, 11, 23)),
    ("Планёрка каждую пятницу", "week", 1, (2026, 11, 20)),
    ("Jelentés minden hétfőn", "week", 1, (2026, 11, 23)),
    ("Звонки по будням", "work", 1, (2026, 11, 20)),
    ("Hívások naponta", "day", 1, (2026, 11, 20)),
    ("Pay every 2 weeks", "week", 2, (2026, 11, 20)),
    ("Платёж ежемесячно 30.11", "month", 1, (2026, 11, 30)),
])  # fmt: skip
def test_repeat_is_found(text, repeat, every, due):
    found = said(text)

    assert (found.repeat, found.every, found.due) == (repeat, every, date(*due))


def test_nothing_but_a_day_is_a_title_too():
    assert said("Tomorrow").title == "Tomorrow"
    assert said("").title == ""


def test_leap_day_that_is_not_there_is_title():
    assert said("Party 29.02").due is None
    assert said("Party 29.02", now=FRIDAY.replace(year=2028, month=1)).due == date(2028, 2, 29)
