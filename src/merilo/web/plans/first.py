"""The target that was set first, beside the one that stands."""

from collections.abc import Mapping

from merilo.report.planning import Set, hull
from merilo.report.revisions import First, Revision, firsts
from merilo.web.clock import clock
from merilo.web.plans.asked import Asked, name_of
from merilo.web.plans.cells import own
from merilo.web.plans.figures import scale
from merilo.web.plans.names import change
from merilo.words import _, say

Beside = tuple[str, str]  # what stands below the cell, and who set what when


def beside(asked: Asked) -> Mapping[str, Beside]:
    """By cell, the first target where it is another, and what became of it."""
    if not asked.first:
        return {}
    known = firsts(asked.desk, asked.metric, hull(asked.spans))
    found = {}
    for line in asked.sheet.lines:
        for n, span in enumerate(asked.spans):
            one = known.get((line.whose, span))
            if one and one.set != line.targets[n]:
                found[f"{name_of(line.whose)}|{span.since}"] = told(asked, one, line.targets[n])
    return found


def told(asked: Asked, one: First, now: Set | None) -> Beside:
    """The first target, by how much it was changed, and by whom."""
    more = change(one.set, now) or ("" if now else _("taken away"))
    text = say("first {target}", target=short(asked, one.set))
    hint = "; ".join(filter(None, (set_by(_("Set first"), one.first),
                                   set_by(_("Changed last"), one.last))))  # fmt: skip
    return f"{text}, {more}" if more else text, hint


def short(asked: Asked, one: Set | None) -> str:
    """A target as it stands in a cell of the sheet."""
    ruler = scale(asked.about, asked.sheet.kind, asked.desk.company.currency)
    return own(asked, one, ruler) or "—"


def set_by(what: str, one: Revision) -> str:
    """Who did it when, and why."""
    said = [text for text in (clock(one.at), one.author, one.why and f"“{one.why}”") if text]
    return f"{what}: {', '.join(said)}" if said else ""
