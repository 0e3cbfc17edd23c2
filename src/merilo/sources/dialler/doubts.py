"""What a table leaves open: whether it tells calls, and whether its days begin with the month."""

from arro3.core import Table

from merilo.errors import FileError
from merilo.sources.dialler.columns import Columns, order
from merilo.sources.dialler.said import epoch
from merilo.sources.files import look
from merilo.sources.files.sample import Sample
from merilo.sources.files.sheet import Sheet
from merilo.sources.files.targets import Parse
from merilo.words import _, say

TOLD = ("day", "month")


class Unclear(FileError):
    """It cannot be told whether the day or the month comes first."""


class Empty(FileError):
    """It has captions alone: what its columns are is told by rows that are still to come."""


def dated(sample: Sample, meant: Columns) -> bool:
    """Whether any row says when a call was, so that its columns can be judged."""
    texts = (text for place in meant.roles["time"] for text in sample.texts[place])
    return any(look.fits([text], Parse.INSTANT) or epoch(text) is not None for text in texts)


def turned(sheet: Sheet, meant: Columns) -> str:
    """Whether day or month comes first, by the whole column; "" if it does not tell."""
    for chunk in sheet.chunks():
        table = Table.from_arrow(chunk.rows)
        for place in meant.roles["time"]:
            found = order(text for text in table.column(f"c{place}").to_pylist() if text)
            if found in TOLD:
                return found
    return ""


def lacks(meant: Columns) -> str:
    """Why the table tells no calls."""
    seen = ", ".join(filter(None, (caption.strip() for caption in meant.header)))[:160]
    if meant.lacking == "time":
        return say("no column says when the calls were (columns: {columns})", columns=seen)
    return say("no column holds telephone numbers (columns: {columns})", columns=seen)


def unclear(sample: Sample, meant: Columns) -> str:
    """Why its days cannot be read."""
    texts = (text for place in meant.roles["time"] for text in sample.texts[place])
    examples = ", ".join([*dict.fromkeys(texts)][:3])
    return say(
        "whether the day or the month comes first cannot be told of its dates ({examples}): "
        "choose it under “{setting}”", examples=examples, setting=_("Order of day and month"),
    )  # fmt: skip
