"""The rows behind a figure as a file, written while they are read."""

from collections.abc import Iterator
from itertools import count

from django.http import StreamingHttpResponse

from merilo.metrics.question import Question
from merilo.report.desk import Desk
from merilo.report.figure import rows
from merilo.report.forms.csv import line
from merilo.report.rows import HEADS, part
from merilo.web.figures.asked import Asked
from merilo.web.people.files import disposition
from merilo.words import Lang, _, speak, spoken

CHUNK = 10_000  # rows at once


def stream(desk: Desk, question: Question, asked: Asked) -> StreamingHttpResponse:
    """A CSV of all the rows, however many."""
    answer = StreamingHttpResponse(
        written(desk, question, spoken.get()), content_type="text/csv; charset=utf-8"
    )
    name = f"{asked.metric} {asked.period}.csv"
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def written(desk: Desk, question: Question, lang: Lang) -> Iterator[bytes]:
    """The lines of the file, some thousands at a time."""
    speak(lang)  # the request is over by the time that this runs
    keys = [*HEADS, "amount_base"]
    titles = [_(HEADS[key]) for key in HEADS] + [_("Amount")]
    yield b"\xef\xbb\xbf" + line(titles, lang).encode()
    for number in count():
        found = rows(desk, question, number * CHUNK, CHUNK)
        named = ({**row, "part": part(row["part"], lang, question.catalogue)} for row in found)
        yield "".join(line([row[key] for key in keys], lang) for row in named).encode()
        if len(found) < CHUNK:
            return
