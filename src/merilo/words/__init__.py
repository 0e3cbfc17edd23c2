"""What Merilo says, in the reader's language: English in the code, Russian and Hungarian beside."""

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Literal

from merilo.errors import Error

Lang = Literal["en", "ru", "hu"]
LANGS: tuple[Lang, ...] = ("en", "ru", "hu")

spoken: ContextVar[Lang] = ContextVar("spoken", default="en")


def speak(lang: Lang) -> None:
    """From here on, in this thread or task, everything is said in `lang`."""
    spoken.set(lang)


def _(text: str) -> str:
    """`text` in the language spoken; as it is where nobody translated it."""
    return catalogue(spoken.get()).gettext(text) if text else text


def spell(text: str, lang: Lang) -> str:
    """`text` in that language, whichever is spoken."""
    return catalogue(lang).gettext(text) if text else text


def say(text: str, **fields: object) -> str:
    """`text` in the language spoken, with its `{fields}` filled in."""
    return _(text).format(**fields)


def several(one: str, many: str, count: int, **fields: object) -> str:
    """The form of a sentence for so many, with `{count}` and the other fields filled in."""
    text = catalogue(spoken.get()).ngettext(one, many, count)
    return text.format(count=count, **fields)


def told(error: Error) -> str:
    """An error of ours in the language spoken."""
    return _(error.text).format(**vars(error))


def fitting(asked: str) -> Lang:
    """The language for what the system or the user names: `ru_RU.UTF-8`, `hu`; else English."""
    return next((lang for lang in LANGS if asked.lower().startswith(lang)), "en")


@cache
def catalogue(lang: Lang) -> NullTranslations:
    """The translations of a language; its `.po` is read as it is, so there is nothing to build."""
    if lang == "en":
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with files(__package__).joinpath(f"{lang}.po").open("rb") as file:
        written = read_po(file, locale=lang)  # without the locale Russian loses a plural form
    compiled = BytesIO()
    write_mo(compiled, written)
    compiled.seek(0)
    return GNUTranslations(compiled)
