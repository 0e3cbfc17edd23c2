"""How a sheet is read: suggested, as the page shows it, and as a person changed it there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from merilo.company.codes import check_currency
from merilo.errors import Error, FileError, Untold
from merilo.sources.files.edit import changed, chosen, meanings, reworded, worded
from merilo.sources.files.kept import sample as sample_of
from merilo.sources.files.mapping import Feed, Formats, Plan, Take
from merilo.sources.files.remember import recall
from merilo.sources.files.remember import told as plan_told
from merilo.sources.files.sample import Sample
from merilo.sources.files.style import strptime, style
from merilo.sources.files.suggest import Suggestion, answer, suggest
from merilo.sources.files.targets import TARGETS
from merilo.sources.files.yaml import write
from merilo.web.data.models import Sheet
from merilo.words import say, told

Shown = dict[str, dict[str, str]]  # what a page showed, or got back: part, its fields


@dataclass(frozen=True)
class Said:
    """What a person sent back of one sheet: its table, answers, and what they saw and want."""

    table: str
    answers: Mapping[str, str]
    seen: Shown
    wish: Shown

    def moved(self, part: str) -> dict[str, str]:
        """The fields that differ from what was shown."""
        seen = self.seen.get(part, {})
        return {k: v for k, v in self.wish.get(part, {}).items() if seen.get(k) != v}


def beginning(sheet: Sheet, sample: Sample) -> None:
    """The first plan: as settled for these captions before, else suggested. If there is none,
    the sheet is left out until somebody says what it is."""
    try:
        kept = recall(Path(settings.HOME), sample)
        if kept:
            sheet.text = write(kept.plan, sample)
        else:
            suggest(sample)
    except Untold:
        sheet.wanted = False
        sheet.problem = say(
            "Its columns do not tell what it holds. Say what each row is, or leave it out."
        )
    except Error as error:
        sheet.wanted, sheet.problem = False, told(error)


def sample(sheet: Sheet) -> Sample:
    """What was set aside of the sheet."""
    return sample_of(sheet.kept.read_text("utf-8"))


def suggestion(sheet: Sheet) -> Suggestion:
    """The plan as far as it is settled, and what is still to be decided. FileError if it cannot
    be."""
    held = sample(sheet)
    if sheet.text:
        return plan_told(sheet.text, held, sheet.answers)
    found = suggest(held, sheet.table)
    return answer(found, sheet.answers) if sheet.answers else found


def shown(found: Suggestion) -> Shown:
    """The plan as fields of a page; of a file that feeds several tables, the first of them."""
    feed, held = found.plan.feeds[0], found.sample
    words = {
        f"{slot.name}:{word}": meaning
        for slot in worded(feed) for word, meaning in meanings(feed, slot, held).items()
    }  # fmt: skip
    fixed = {slot: take.constant or "" for slot, take in feed.columns.items() if not take.columns}
    columns = {str(n): slot for n, slot in enumerate(chosen(feed, len(held.header)))}
    return {
        "columns": columns,
        "words": words,
        "fixed": fixed,
        "formats": forms(found.plan.formats),
    }


def forms(formats: Formats) -> dict[str, str]:
    """Days, numbers, zone and currency as fields."""
    return {
        "dates": ", ".join(map(style, formats.dates)), "decimal": formats.decimal,
        "zone": formats.zone, "currency": formats.currency, "discount": formats.discount,
    }  # fmt: skip


def take(sheet: Sheet, said: Said) -> Suggestion:
    """The sheet as a person wants it, saved. FileError, Unknown if it cannot be so: then nothing
    is changed."""
    if said.table != (sheet.table or table_of(sheet)):
        sheet.table, sheet.text, sheet.answers = said.table, "", {}
        found = suggest(sample(sheet), said.table)
        sheet.settled = True
    else:
        found = settled(sheet, said)
    sheet.problem = ""
    sheet.save()
    return found


def settled(sheet: Sheet, said: Said) -> Suggestion:
    """The same table, with questions answered and columns moved."""
    sheet.answers = {**sheet.answers, **said.answers}
    found = suggestion(sheet)
    plan = wished(found, said)
    sheet.settled = sheet.settled or bool(said.answers) or plan != found.plan
    if plan != found.plan:
        sheet.text = write(plan, found.sample)
        found = plan_told(sheet.text, found.sample, sheet.answers)
    return found


def table_of(sheet: Sheet) -> str:
    """The table that the sheet is taken for; "" if for none."""
    try:
        return suggestion(sheet).plan.feeds[0].table
    except Error:
        return ""


def wished(found: Suggestion, said: Said) -> Plan:
    """The plan with what a person changed on the page."""
    plan, held = found.plan, found.sample
    feed = plan.feeds[0]
    if moved := said.moved("columns"):
        numbers = {
            int(n): slot for n, slot in moved.items() if n.isdecimal() and int(n) < len(held.header)
        }
        feed = changed(feed, numbers, held)
    feed = fixed(feed, said.moved("fixed"))
    feed = rephrased(feed, said.moved("words"), held)
    formats = formatted(plan.formats, said.moved("formats"), str(held.path))
    return replace(plan, feeds=(feed, *plan.feeds[1:]), formats=formats)


def fixed(feed: Feed, moved: Mapping[str, str]) -> Feed:
    """What holds for all rows."""
    known = {n: v for n, v in moved.items() if n in feed.columns and not feed.columns[n].columns}
    takes = {name: Take(constant=value) for name, value in known.items() if value}
    return replace(feed, columns={**feed.columns, **takes}) if takes else feed


def rephrased(feed: Feed, moved: Mapping[str, str], held: Sample) -> Feed:
    """What words mean."""
    for slot in worded(feed):
        mine = {
            key.partition(":")[2]: meaning
            for key, meaning in moved.items()
            if key.partition(":")[0] == slot.name and meaning in ("", *slot.among)
        }
        feed = reworded(feed, slot, mine, held) if mine else feed
    return feed


def formatted(formats: Formats, moved: Mapping[str, str], name: str) -> Formats:
    """The forms of days and numbers. FileError if there is no such form."""
    made: dict[str, Any] = dict(moved)
    if "dates" in made:
        try:
            said = [one.strip() for one in moved["dates"].split(",") if one.strip()]
            made["dates"] = tuple(map(strptime, said))
        except (ValueError, KeyError):
            problem = say(
                "“{word}” is no form of a day; write it as dd.mm.yyyy", word=moved["dates"]
            )
            raise FileError(name, problem) from None
    if made.get("currency"):
        made["currency"] = made["currency"].upper()
        check_currency("currency", made["currency"])
    return replace(formats, **made) if made else formats


def questions(found: Suggestion) -> list[tuple[str, Any]]:
    """What is still to be decided."""
    return [(question.about, question) for question in found.questions]


def slots(table: str) -> list[str]:
    """What a column may be, the needed first."""
    found = TARGETS[table].slots.values()
    return [slot.name for slot in sorted(found, key=lambda slot: not slot.need)]
