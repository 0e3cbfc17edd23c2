"""Telephone numbers in one form, and out of sight."""

import pytest

from merilo.sources.sync.phones import hidden, shown, whole


@pytest.mark.parametrize(
    ("said", "country", "found"),
    [
        ("79990000001", "RU", "+79990000001"), ("89990000001", "RU", "+79990000001"),
        ("8 (999) 000-00-01", "RU", "+79990000001"), (79990000001, "RU", "+79990000001"),
        ("9990000001", "RU", "+79990000001"), ("+79990000001", "", "+79990000001"),
        ("79990000001", "", "+79990000001"), ("06 30 123 4567", "HU", "+36301234567"),
        ("998901234567", "RU", "+998901234567"), ("0012345678", "RU", "+0012345678"),
        ("102", "RU", None), ("", "RU", None), (None, "RU", None), ("Анна", "RU", None),
        (["79990000001"], "RU", None), (True, "RU", None),
    ],
    ids=repr,
)  # fmt: skip
def test_one_form(said: object, country: str, found: str | None) -> None:
    assert whole(said, country) == found


def test_what_is_shown_is_the_country_and_two_digits() -> None:
    assert shown("89990000001", "RU") == "+7 … 01"
    assert shown("0012345678", "RU") == "… 78"
    assert shown("102", "RU") is None


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Звонок от 79990000001", "Звонок от +7 … 01"),
        ("8 (999) 000-00-01, Анна", "+7 … 01, Анна"),
        ("Заявка № 123456 от 01.02.2026", "Заявка № 123456 от 01.02.2026"),
        ("ИНН 7707083893", "ИНН 7707083893"),
        ("+36301234567 и 89990000001", "+36 … 67 и +7 … 01"),
    ],
)
def test_numbers_within_texts_are_masked(said: str, left: str) -> None:
    assert hidden(said, "RU") == left
