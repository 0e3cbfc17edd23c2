"""Words of three languages, kept so that none of them lies."""

from collections import defaultdict

import pytest

from merilo.sources.files import words
from merilo.sources.files.match import PARTS
from merilo.sources.files.targets import TARGETS, Parse
from merilo.sources.files.words import english, hungarian, russian
from merilo.sources.files.words.captions import CAPTIONS, NEARLY, REQUIRED, TELLING

LANGUAGES = {"en": english, "ru": russian, "hu": hungarian}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CloseDate", "close_date"),
        ("SalesOrderID", "sales order id"),
        ("Бюджет ₽", "бюджет "),
        ("Сумма, руб.", "СУММА"),
        ("Сумма\u00a0(руб.)", "сумма"),
        ("Ответственный за всё", "ответственныи за все"),
        ("Értékesítő", "ertekesito"),
        ("Összeg [Ft]", "osszeg"),
        ("Кол-во, шт", "кол во"),
    ],
)
def test_captions_that_say_the_same_are_plainly_the_same(one: str, other: str) -> None:
    assert words.plain(one) == words.plain(other) != ""


@pytest.mark.parametrize(
    "caption", ["Выручка, тыс. руб.", "Выручка (тыс. руб.)", "Összeg (ezer Ft)"]
)
def test_an_amount_in_thousands_is_no_amount(caption: str) -> None:
    assert words.plain(caption) not in words.said("amount")
    assert words.scaled(caption)


def test_normal_keeps_what_plain_throws_away() -> None:
    assert words.normal(" Ещё  не\u00a0оплачено! ") == "еще не оплачено!"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_language_knows_the_same_groups(language: object) -> None:
    assert set(vars(language)["MEANT"]) == set(english.MEANT)
    assert set(vars(language)["SAID"]) <= set(english.SAID)


@pytest.mark.parametrize("group", english.MEANT)
def test_a_word_means_one_thing_in_all_languages(group: str) -> None:
    meanings = defaultdict(set)
    for language in LANGUAGES.values():
        for meaning, said in language.MEANT[group].items():
            for word in said.split("|"):
                meanings[words.normal(word)].add(meaning)
    assert meanings
    assert {word: m for word, m in meanings.items() if len(m) > 1} == {}


def test_words_with_a_meaning_mean_one_of_the_slots_words() -> None:
    seen = []
    for target in TARGETS.values():
        for slot in target.slots.values():
            meant = words.meant(target.name, slot.name)
            if slot.parse is Parse.WORD:
                assert set(meant.values()) <= set(slot.among), (target.name, slot.name)
                assert set(slot.among) <= set(meant), (target.name, slot.name)
                seen.append(slot)
    assert len(seen) > 10


@pytest.mark.parametrize(
    ("table", "slot", "said", "meant"),
    [
        ("deals", "outcome", "Успешно реализовано", "won"),
        ("deals", "outcome", "ЗАКРЫТО И НЕ РЕАЛИЗОВАНО", "lost"),
        ("deals", "outcome", "Closed-Won", "won"),
        ("deals", "outcome", "closed_lost", "lost"),
        ("deals", "outcome", "Не оплачено", "open"),
        ("deals", "outcome", "Отменён", "lost"),
        ("deals", "outcome", "Megnyert", "won"),
        ("deals", "outcome", "Folyamatban", "open"),
        ("proposals", "outcome", "отклонено", "lost"),
        ("activities", "direction", "Исходящий", "out"),
        ("activities", "outcome", "нет ответа", "missed"),
        ("activities", "kind", "Találkozó", "meeting"),
        ("costs", "kind", "Зарплата", "salary"),
        ("plans", "metric", "Выручка", "revenue"),
    ],
)
def test_values_are_understood_in_three_languages(
    table: str, slot: str, said: str, meant: str
) -> None:
    assert words.meant(table, slot)[words.normal(said)] == meant


def test_a_slot_of_many_words_has_no_meanings() -> None:
    assert words.meant("deals", "name") == {}


def test_captions_lead_to_slots_and_concepts_that_are_there() -> None:
    for table, slots in CAPTIONS.items():
        assert set(slots) <= {*TARGETS[table].slots, *PARTS}, table
        for concepts in slots.values():
            for concept in concepts.split():
                assert words.said(concept), concept
        needed = {slot.rstrip("!") for group in REQUIRED[table] for slot in group.split()}
        assert needed <= set(slots), table
        assert set(TELLING[table]) <= set(slots), table
        assert set(NEARLY.get(table, "").split()) <= set(slots), table


def test_every_concept_is_used() -> None:
    used = {c for slots in CAPTIONS.values() for said in slots.values() for c in said.split()}
    assert set(english.SAID) == used


def test_months_are_known_in_three_languages() -> None:
    said = ["mar", "март", "марта", "március", "márc", "сент", "sept", "dec"]
    assert [words.MONTHS[m] for m in said] == [3, 3, 3, 3, 3, 9, 9, 12]
    assert set(words.MONTHS.values()) == set(range(1, 13))
