"""Forms of days as people write them: dd.mm.yyyy hh:mm beside %d.%m.%Y %H:%M."""

import re

_TOKENS = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "dd": "%d", "d": "%d", "ss": "%S"}
_STYLE = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|s|am/pm|ampm", re.IGNORECASE)
_BACK = {
    "%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd", "%B": "mmmm", "%b": "mmm", "%H": "hh",
    "%I": "hh", "%M": "mm", "%S": "ss", "%p": "am/pm",
}  # fmt: skip


def strptime(style: str) -> str:
    """The strptime form of a style; one that holds a % is one already.

    An `mm` after the hours is minutes. ValueError if nothing in it stands for a year and a day.
    """
    if "%" in style:
        return style
    half = re.search("am/?pm", style, re.IGNORECASE) is not None
    made, end, hours = "", 0, False
    for found in _STYLE.finditer(style):
        token = found[0].lower()
        made += style[end : found.start()] + _token(token, hours, half)
        hours = hours or token.startswith("h")
        end = found.end()
    made += style[end:]
    if not ({"%Y", "%y"} & set(re.findall("%.", made)) and "%d" in made):
        raise ValueError(style)
    return made


def _token(token: str, hours: bool, half: bool) -> str:
    if token in ("mm", "m"):
        return "%M" if hours else "%m"
    if token.startswith("h"):
        return "%I" if half else "%H"
    if token.startswith("a"):
        return "%p"
    return "%S" if token == "s" else _TOKENS[token]


def style(form: str) -> str:
    """The style of a strptime form; the form itself where no style says it."""
    said = re.sub("%.", lambda found: _BACK.get(found[0], found[0]), form)
    try:
        return said if "%" not in said and strptime(said) == form else form
    except ValueError:
        return form
