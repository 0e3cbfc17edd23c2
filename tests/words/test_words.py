"""Everything that is said is said in three languages."""

import re

import pytest

from docs.words import LANGS, catalogue, wanted
from merilo.errors import Unknown
from merilo.words import fitting, say, several, speak, spoken, told

FIELD = re.compile(r"{(\w+)")


@pytest.fixture(autouse=True)
def english():
    token = spoken.set("en")
    yield
    spoken.reset(token)


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_is_translated(lang):
    """After a change: make words, then translate what is new."""
    written = catalogue(lang)
    missing = []
    for text in wanted():
        message = written.get(text if isinstance(text, str) else text[0])
        strings = [] if message is None else message.string
        strings = [strings] if isinstance(strings, str) else strings
        if not strings or not all(strings) or message.fuzzy:
            missing.append(text)

    assert missing == []


@pytest.mark.parametrize("lang", LANGS)
def test_translations_fill_in_the_same_fields(lang):
    for message in catalogue(lang):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else message.string
        allowed = {field for text in ids for field in FIELD.findall(text)}
        for text in strings:
            assert set(FIELD.findall(text)) <= allowed, text
        needed = set(FIELD.findall(ids[-1])) - {"count"}
        assert needed <= {field for text in strings for field in FIELD.findall(text)}, ids[-1]


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_left_of_sentences_that_are_gone(lang):
    said = {text if isinstance(text, str) else text[0] for text in wanted()}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(lang) if m.id}

    assert kept - said == set()


def test_translation_is_spoken():
    speak("ru")

    assert say("Together") != "Together"
    assert "revenue" in told(Unknown("metric", "revenu", ["revenue"]))


@pytest.mark.parametrize(("count", "form"), [(1, 0), (2, 1), (5, 2), (21, 0), (111, 2)])
def test_russian_has_three_forms(count, form):
    speak("ru")
    pair = next(text for text in wanted() if isinstance(text, tuple) and text[0].count("{") == 1)
    forms = catalogue("ru").get(pair[0]).string

    assert several(*pair, count) == forms[form].format(count=count)


@pytest.mark.parametrize(
    ("asked", "lang"), [("ru_RU.UTF-8", "ru"), ("HU", "hu"), ("de_DE", "en"), ("", "en")]
)
def test_language_follows_the_terminal(asked, lang):
    assert fitting(asked) == lang
