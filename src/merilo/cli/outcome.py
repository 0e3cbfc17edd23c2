"""What came of an import, as lines for people."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.numbers import format_decimal

from merilo.cli.options import typed
from merilo.cli.words import _, say
from merilo.facts.lake import Change
from merilo.sources.files.load import Outcome
from merilo.words import spoken

REASONS = 5  # shown; the file of refused rows has them all


def lines(outcome: Outcome, dry: bool) -> Iterator[str]:
    """The counts of every table, what arose, what is odd, what was refused."""
    for table, count in outcome.counts.items():
        yield say(
            "{table}: {read} read = {accepted} accepted + {refused} refused + "
            "{superseded} superseded ({changes})",
            table=_(table), read=_many(count.read), accepted=_many(count.accepted),
            refused=_many(count.refused), superseded=_many(count.superseded),
            changes=_changes(outcome.changes[table]),
        )  # fmt: skip
    if outcome.arisen:
        yield say("Arose with them: {tables}", tables=_arisen(outcome.arisen))
    yield from outcome.notes
    yield from _refused(outcome)
    if dry:
        yield _("Nothing was written: this was a dry run.")


def next_step(outcome: Outcome, home: Path) -> str:
    """A question that the facts just imported can answer; "" if they count on no day."""
    if not outcome.days or "deals" not in outcome.counts:
        return ""
    since, until = outcome.days
    period = f"{until:%Y-%m}" if since.replace(day=1) == until.replace(day=1) else str(until.year)
    return typed(f"table revenue deals_won win_rate --by person --period {period}", home)


def _changes(change: Change) -> str:
    said = say(
        "{new} new, {changed} changed, {same} same",
        new=_many(change.new), changed=_many(change.changed), same=_many(change.same),
    )  # fmt: skip
    if change.ignored:
        said += say(", {count} older than what is known", count=_many(change.ignored))
    return said


def _arisen(arisen: Mapping[str, Change]) -> str:
    def told(table: str, change: Change) -> str:
        if not change.changed:
            return f"{_(table)} {_many(change.new)}"
        return say(
            "{table} {new} and {filled} filled in",
            table=_(table), new=_many(change.new), filled=_many(change.changed),
        )  # fmt: skip

    return ", ".join(told(table, change) for table, change in arisen.items())


def _refused(outcome: Outcome) -> Iterator[str]:
    for reason, count in list(outcome.reasons.items())[:REASONS]:
        yield say("Refused: {reason}: {count}", reason=reason, count=_many(count))
    if len(outcome.reasons) > REASONS:
        yield say("... and for {count} more reasons", count=len(outcome.reasons) - REASONS)
    if outcome.refused:
        yield say("The refused rows, each with its reason: {path}", path=outcome.refused)
        yield _("Mend them there and import that file.")


def _many(count: int) -> str:
    return str(format_decimal(count, locale=spoken.get()))
