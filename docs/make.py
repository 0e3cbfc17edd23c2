"""Makes the reference pages out of what they describe, in three languages: `make docs`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from docs.commands import commands
from docs.pages import metrics, mistakes, settings, tables
from merilo.words import LANGS, Lang, speak

DOCS = Path(__file__).parent
OWN_NAMES: dict[Lang, str] = {"en": "English", "ru": "Русский", "hu": "Magyar"}
PAGES = {
    "metrics": metrics, "tables": tables, "settings": settings, "errors": mistakes,
    "commands": commands,
}  # fmt: skip


def page(title: str, lang: Lang) -> str:
    """A page in that language; under its heading the way to the others."""
    speak(lang)
    try:
        head, rest = PAGES[title]().split("\n", 1)
    finally:
        speak("en")
    return f"{head}\n\n{editions(title, lang)}\n{rest}"


def editions(title: str, lang: Lang) -> str:
    """The languages of a page, each by its own name; all but this one are links."""
    return " · ".join(
        called if one == lang else f"[{called}]({file(title, one)})"
        for one, called in OWN_NAMES.items()
    )


def file(title: str, lang: Lang) -> str:
    """The name of its file."""
    return f"{title}.md" if lang == "en" else f"{title}.{lang}.md"


MADE: dict[str, Callable[[], str]] = {
    f"reference/{file(title, lang)}": partial(page, title, lang)
    for title in PAGES
    for lang in LANGS
}

if __name__ == "__main__":
    for path, made in MADE.items():
        (DOCS / path).write_text(made(), "utf-8")
