"""Two texts that a person takes for the same one: how both are made equal before comparing."""

import re
import unicodedata

SPACES = "\u00a0\u202f\u2009\u2007\u200b\ufeff"  # no-break, narrow, thin, figure, zero width, BOM

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_SCALE = re.compile(r"тыс|млн|млрд|ezer|milli|thousand|\bk\b|\bm\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Units and currencies say in what the column is written, not what it is.
_UNITS = {
    "руб", "рублей", "р", "rub", "rur", "huf", "ft", "eur", "euro", "usd", "kzt", "тенге", "uah",
    "грн", "byn", "gbp", "шт", "db", "pcs", "сек", "sec", "мин", "min", "дн", "nap",
}  # fmt: skip


def normal(text: str) -> str:
    """`text` without case, ё, odd and doubled spaces: «Сделка  Закрыта » is «сделка закрыта»."""
    text = unicodedata.normalize("NFC", text)
    for space in SPACES:
        text = text.replace(space, " ")
    return " ".join(text.lower().replace("ё", "е").split())


def scaled(caption: str) -> bool:
    """The numbers below it are thousands or millions."""
    return bool(_SCALE.search(caption))


def plain(caption: str) -> str:
    """The words of a caption: no case, accents, units, brackets; CloseDate and close_date alike.

    Empty if nothing is left. A scale stays: an amount in thousands is not an amount.
    """
    outside = _BRACKETS.sub(lambda inside: inside[0] if scaled(inside[0]) else " ", caption)
    humps = _HUMP.sub(" ", outside).replace("_", " ")
    decomposed = unicodedata.normalize("NFKD", normal(humps))  # № becomes No: lower it once more
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = _WORD.findall(bare)
    return " ".join([w for w in words if w not in _UNITS] or words)
