"""Figures, days and money as a reader of a language writes them."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from merilo.metrics.model import Unit
from merilo.words import Lang, _

UNKNOWN = "—"
NBSP = "\u00a0"
SYMBOLS = {"RUB": "₽", "EUR": "€", "USD": "$", "HUF": "Ft", "KZT": "₸"}
SHARES = {"en": "{}%", "ru": "{}" + NBSP + "%", "hu": "{}%"}
DAYS = {"en": "d MMM y", "ru": "dd.MM.y", "hu": "y. MM. dd."}
MONTHS = {"en": "MMM y", "ru": "LLL y", "hu": "y. MMM"}
QUARTERS = {"en": "Q{q} {y}", "ru": "{q} кв. {y}", "hu": "{y}. {roman}. n.év"}
WEEKS = {"en": "W{w} {y}", "ru": "{w} нед. {y}", "hu": "{y}. {w}. hét"}
ROMAN = ("I", "II", "III", "IV")


def written(value: object, unit: Unit, lang: Lang, currency: str = "") -> str:
    """A figure with its unit; "—" for what is not known.

    >>> written(0.2, Unit.SHARE, "en"), written(None, Unit.MONEY, "en", "RUB")
    ('20.0%', '—')
    """
    if value is None:
        return UNKNOWN
    if unit is Unit.WORDS:
        return str(value)
    amount = Decimal(str(value))
    match unit:
        case Unit.SHARE:
            return SHARES[lang].format(number(amount * 100, 1, lang))
        case Unit.MONEY | Unit.MONEY_A_DAY:
            return money(amount, lang, currency)
        case Unit.SECONDS:
            return clock(int(amount.to_integral_value()))
        case Unit.HOURS:
            return f"{number(amount, 1, lang)}{NBSP}{_('h')}"
        case Unit.DAYS:
            return f"{number(amount, 1, lang)}{NBSP}{_('d')}"
        case Unit.MONTHS:
            return f"{number(amount, 1, lang)}{NBSP}{_('mo')}"
        case Unit.RATIO | Unit.SCORE:
            return number(amount, 2, lang)
    return number(amount, 0 if amount == amount.to_integral_value() else 1, lang)


@lru_cache(maxsize=50_000)  # a table has thousands, and is asked for again
def number(value: Decimal, places: int, lang: Lang) -> str:
    """A number with so many decimals; the minus is a minus.

    >>> number(Decimal("-1234.5"), 0, "ru"), number(Decimal(1234), 0, "hu")
    ('−1\\xa0234', '1234')
    """
    grouped = not (lang == "hu" and abs(value) < 10_000)  # four digits stand together there
    pattern = "#,##0" if grouped else "0"
    text = format_decimal(
        value, format=pattern + ("." + "0" * places if places else ""), locale=lang,
        decimal_quantization=True,
    )  # fmt: skip
    return text.replace("-", "−" if any(c in text for c in "123456789") else "")


def money(amount: Decimal, lang: Lang, currency: str) -> str:
    """Whole units of the currency, with its sign where the language puts it."""
    text, sign = number(amount, 0, lang), SYMBOLS.get(currency, currency)
    if not sign:
        return text
    if lang == "en":  # the minus stands before all
        minus, plain = ("−", text[1:]) if text.startswith("−") else ("", text)
        return f"{minus}{sign}{plain}" if len(sign) == 1 else f"{minus}{sign}{NBSP}{plain}"
    return f"{text}{NBSP}{sign}"


def clock(seconds: int) -> str:
    """Minutes and seconds as on a telephone.

    >>> clock(155), clock(3755)
    ('2:35', '1:02:35')
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def day(value: date, grain: str, lang: Lang) -> str:
    """A day, or the week, month, quarter or year that begins on it."""
    match grain:
        case "month":
            return format_date(value, MONTHS[lang], locale=lang)
        case "quarter":
            q = (value.month + 2) // 3
            return QUARTERS[lang].format(q=q, y=value.year, roman=ROMAN[q - 1])
        case "week":
            year, week, _weekday = value.isocalendar()
            return WEEKS[lang].format(w=week, y=year)
        case "year":
            return str(value.year)
    return format_date(value, DAYS[lang], locale=lang)
