"""Which encoding a text is in, and what becomes of bytes that are no text."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.sources.files.encoding import BLOCK, decoded, guess, known, utf8

PATIENT = settings(deadline=None)  # other work may go on beside the tests

RUSSIAN = [
    "да",
    "рост",
    "ёлка",
    "Тип;Имя",
    "ЭТАП",
    "Бюджет, руб.\r\n50\xa0000 руб.",
    "№ п/п;Сделка",
]
HUNGARIAN = ["Értékesítő", "Összeg;Vevő", "fűtő", "Üzletkötő;Szűcs Győző", "ügyfélkör;őszi űrlap"]
WESTERN = ["Vendeur;Société", "créée le", "Verkäufer;Straße", "Año;Región", "élève à Paris"]


def guessed(text: str, encoding: str) -> str:
    return guess(io.BytesIO(text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866"])
@pytest.mark.parametrize("text", RUSSIAN)
def test_a_few_russian_words_are_enough(text: str, encoding: str) -> None:
    if encoding == "cp866" and "\xa0" in text:
        text = text.replace("\xa0", " ")
    assert guessed(text, encoding) == encoding


@pytest.mark.parametrize("text", HUNGARIAN)
def test_hungarian_is_cp1250(text: str) -> None:
    assert guessed(text, "cp1250") == "cp1250"
    assert guessed(text, "utf-8") == "utf-8"


@pytest.mark.parametrize("text", WESTERN)
def test_western_words_are_read_as_they_are(text: str) -> None:
    raw = text.encode("cp1252")
    assert raw.decode(guess(io.BytesIO(raw))) == text  # cp1250 has some of these letters, too


@pytest.mark.parametrize(
    ("text", "encoding"), [("100 €;200 €", "cp1252"), ("", "utf-8"), ("a;b\r\n1;2", "utf-8")]
)
def test_without_letters_beyond_latin(text: str, encoding: str) -> None:
    assert guessed(text, encoding) == encoding


@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]
)
@pytest.mark.parametrize("text", ["ID;Имя\r\n1;Анна\r\n", "ID;Name\r\n1;Ann\r\n"])
def test_utf16_with_and_without_its_mark(codec: str, mark: bytes, text: str) -> None:
    raw = text.encode(codec)
    assert guess(io.BytesIO(mark + raw)) == codec
    assert guess(io.BytesIO(raw)) == codec
    assert "".join(decoded(io.BytesIO(mark + raw), codec, 3)) == text


def test_the_first_letters_may_come_late() -> None:
    latin = b"id;name\r\n" * (BLOCK // 4)
    assert len(latin) > 2 * BLOCK
    assert guess(io.BytesIO(latin + "Бюджет".encode("cp1251"))) == "cp1251"
    assert guess(io.BytesIO(latin + "Бюджет".encode())) == "utf-8"


@pytest.mark.parametrize("shift", range(4))
def test_a_letter_cut_by_the_end_of_a_block_is_a_letter(shift: int) -> None:
    raw = b"x" * (BLOCK - shift) + "й".encode() + b"x" * 9
    assert guess(io.BytesIO(raw)) == "utf-8"


def test_a_few_spoilt_bytes_do_not_make_it_another_encoding() -> None:
    raw = "Бюджет;Сделка\r\n".encode() * 20 + b"\xcf\xf0;x\r\n"
    assert guess(io.BytesIO(raw)) == "utf-8"


WORDS = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё", max_size=9)


@given(st.lists(WORDS, min_size=3, max_size=20), st.booleans())
@PATIENT
def test_words_tell_old_from_new_cyrillic(words: list[str], capital: bool) -> None:
    """With one usual letter in each: р-я lie at the same places in both, and three rare ones may
    happen to be UTF-8."""
    said = [f"но{word}ва" for word in words]
    text = ";".join(word.capitalize() if capital else word for word in said)
    for encoding in ("utf-8", "cp1251", "cp866"):
        assert guessed(text, encoding) == encoding


def test_letters_that_look_like_the_mark_of_utf16_are_letters() -> None:
    assert guessed("яюл;яма", "cp1251") == "cp1251"
    assert guessed("юятх;тихо", "cp1251") == "cp1251"


@given(st.text(st.characters(codec="cp1251", exclude_characters="\ufeff")), st.integers(1, 50))
@PATIENT
def test_blocks_together_are_the_text(text: str, size: int) -> None:
    for codec in ("cp1251", "utf-16-le", "utf-8"):
        raw = text.encode(codec)
        assert b"".join(utf8(io.BytesIO(raw), codec, size)) == text.encode()
        assert "".join(decoded(io.BytesIO(raw), codec, size)) == text


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("utf-8", b"a\xffb"),
        ("cp1251", b"a\x98b"),
        ("utf-16-le", b"a\0\0\xdcb\0"),
        ("cp1250", b"\x81"),
    ],
)
def test_what_is_no_text_stays_invalid(encoding: str, raw: bytes) -> None:
    text = b"".join(utf8(io.BytesIO(raw), encoding, 2))
    with pytest.raises(UnicodeDecodeError):
        text.decode()
    assert text.decode(errors="ignore") == raw.decode(encoding, "ignore")


def test_half_a_letter_at_the_end_is_no_text() -> None:
    text = b"".join(utf8(io.BytesIO("да".encode("utf-16-le")[:-1]), "utf-16-le", 10))
    assert text.decode(errors="ignore") == "д"
    assert text != "д".encode()


def test_names_of_encodings() -> None:
    assert known("cp1251")
    assert known("UTF-8")
    assert not known("cp12512")
    assert not known("base64")  # Python has it, but it is no encoding of texts
