"""A sheet as the page of its mapping shows it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from merilo.errors import Error
from merilo.report.codes import code
from merilo.report.slots import titled
from merilo.report.table import sortable
from merilo.sources.files.ask import NONE, Question, aloud
from merilo.sources.files.edit import worded
from merilo.sources.files.suggest import Suggestion
from merilo.sources.files.targets import TARGETS
from merilo.web.data.mapping import Said, Shown, sample, shown, slots, suggestion
from merilo.web.data.models import Sheet
from merilo.words import _, say, told

MOST = 400  # columns that can be chosen on a page; the rest is kept by its captions, and said
EXAMPLES = 3
Choice = tuple[str, str]


@dataclass(frozen=True)
class Column:
    """A column of the file: what stands in it, and what it is taken for."""

    number: int
    caption: str
    examples: Sequence[str]
    slot: str


@dataclass(frozen=True)
class Words:
    """A column whose words mean something: each with what it is taken for."""

    title: str
    choices: Sequence[Choice]
    said: Sequence[tuple[str, str, str]]  # key, word, meaning


@dataclass(frozen=True)
class Asked:
    """A question, as a field."""

    about: str
    text: str
    choices: Sequence[Choice]
    best: str


@dataclass
class View:
    """All that the page says of a sheet."""

    sheet: Sheet
    sure: str
    table: str = ""
    said: Sequence[str] = ()
    asked: Sequence[Asked] = ()
    columns: Sequence[Column] = ()
    hidden: int = 0
    options: Sequence[tuple[str, str, str]] = ()
    words: Sequence[Words] = ()
    fixed: Sequence[tuple[str, str, str, Sequence[Choice]]] = ()
    formats: dict[str, str] = field(default_factory=dict)
    seen: str = "{}"
    header: Sequence[str] = ()
    problem: str = ""

    @property
    def tables(self) -> Sequence[Choice]:
        """What a sheet may hold, by name."""
        found = [(name, _(name)[:1].upper() + _(name)[1:]) for name in TARGETS]
        return sorted(found, key=lambda one: sortable(one[1]))


def view(sheet: Sheet) -> View:
    """The sheet as it is read so far; one that says nothing to us has the reason."""
    held = sample(sheet)
    try:
        found = suggestion(sheet)
    except Error as error:
        return View(sheet, _("not recognised"), sheet.table, header=held.header,
                    problem=sheet.problem or told(error))  # fmt: skip
    fields = shown(found)
    feed = found.plan.feeds[0]
    offered = [(n, titled(n), _(TARGETS[feed.table].slots[n].doc)) for n in slots(feed.table)]
    listed = columns(found, fields)
    return View(
        sheet, sure(sheet, found), feed.table, [aloud(text) for text in found.plan.said],
        [asked(question) for question in found.questions], listed[:MOST],
        max(0, len(listed) - MOST), sorted(offered, key=lambda one: sortable(one[1])),
        words(found, fields), constants(found, fields), fields["formats"],
        json.dumps(fields, ensure_ascii=False), held.header, sheet.problem,
    )  # fmt: skip


def sure(sheet: Sheet, found: Suggestion) -> str:
    """How sure it is."""
    if found.questions:
        return _("something is to be decided")
    if sheet.settled:
        return _("as you said")
    if sheet.text:
        return _("as such files were read before")
    if found.plan.layout:
        return say("recognised as an export of {crm}", crm=found.plan.layout)
    return _("recognised by captions and values")


def columns(found: Suggestion, fields: Shown) -> list[Column]:
    """The columns with their values; those that are taken come first if there are too many."""
    held = found.sample
    made = [
        Column(n, held.caption(n)[:200], examples(held.texts[n]),
               fields["columns"][str(n)])
        for n in range(len(held.header))
    ]  # fmt: skip
    return made if len(made) <= MOST else sorted(made, key=lambda one: not one.slot)


def examples(texts: Sequence[str]) -> list[str]:
    """The first different values, not too long."""
    return [*dict.fromkeys(text[:80] for text in texts[:50])][:EXAMPLES]


def words(found: Suggestion, fields: Shown) -> list[Words]:
    """The columns of words, with what each may mean."""
    made = []
    for slot in worded(found.plan.feeds[0]):
        begin = f"{slot.name}:"
        said = [(key, key.removeprefix(begin), meaning)
                for key, meaning in fields["words"].items() if key.startswith(begin)]  # fmt: skip
        choices = [("", _("refuse rows with it")), *((word, code(word)) for word in slot.among)]
        made.append(Words(titled(slot.name), choices, said))
    return made


def constants(found: Suggestion, fields: Shown) -> list[tuple[str, str, str, Sequence[Choice]]]:
    """What holds for all rows alike."""
    known = TARGETS[found.plan.feeds[0].table].slots
    return [
        (name, titled(name), value, [(word, code(word)) for word in known[name].among])
        for name, value in fields["fixed"].items()
    ]


def asked(question: Question) -> Asked:
    """A question of the reader as a field; what the file says stands as it is."""
    ours = question.about in ("table", "dates")
    choices = [
        (choice, _("none of them") if choice == NONE else _(choice) if ours else choice)
        for choice in question.choices
    ]
    return Asked(question.about, aloud(question.text), choices, question.best)


def said(sheet: Sheet, post: Any) -> Said:
    """What came back of a sheet."""
    begin = f"{sheet.pk}-"
    mine = {key.removeprefix(begin): value for key, value in post.items() if key.startswith(begin)}
    try:
        seen = json.loads(mine.get("seen", "{}"))
    except ValueError:
        seen = {}
    seen = (
        {part: fields for part, fields in seen.items() if isinstance(fields, dict)}
        if isinstance(seen, dict)
        else {}
    )
    wish: Shown = {"columns": {}, "words": {}, "fixed": {}, "formats": {}}
    answers = {}
    for key, value in mine.items():
        part, _colon, name = key.partition(".")
        if part in wish:
            wish[part][name] = value.strip()
        elif part == "answer":
            answers[name] = value
    return Said(mine.get("table", ""), answers, seen, wish)
