"""The table as a file: exactly what is seen, in its order."""

from dataclasses import replace

from django.http import HttpResponse

from merilo.report.people import People
from merilo.web.frame.jinja import on
from merilo.words import spoken

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def file(found: People, form: str) -> HttpResponse:
    """The file to keep, named by what it holds."""
    content = replace(
        found.content,
        rows=[found.content.rows[n] for n in found.order],
        keys=[found.content.keys[n] for n in found.order],
    )
    if form == "xlsx":
        from merilo.report.forms.xlsx import workbook

        made: bytes = workbook(content, spoken.get())
    else:
        from merilo.report.forms.csv import semicolon

        made = semicolon(content, spoken.get())
    answer = HttpResponse(made, content_type=FORMS[form])
    period = content.period
    name = f"merilo {on(period.since)} - {on(period.last)}.{form}".replace("\u00a0", " ")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def disposition(name: str) -> str:
    """A header that names a file, whatever letters its name has."""
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
