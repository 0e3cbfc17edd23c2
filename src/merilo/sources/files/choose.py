"""Which table a sheet feeds: by the set of its captions, and by what the file is called."""

from merilo.errors import Unknown, Untold
from merilo.sources.files import words
from merilo.sources.files.ask import Asker
from merilo.sources.files.match import Match, match, telling
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import TARGETS
from merilo.sources.files.words.captions import CAPTIONS, TELLING
from merilo.words import say

NAMED = 3.0  # a file called so
MONEY = 2.0  # speaks against rows of what people did
CLOSE = 0.8  # a table that comes so near to the best one is asked about


def named(name: str) -> tuple[str, str]:
    """The table that a person calls so, and the kind of its rows: calls are activities, call.

    Unknown if there is no such table.
    """
    said = words.plain(name)
    kind = words.meant("activities", "kind").get(words.normal(name), "")
    for table in TARGETS:
        if said == words.plain(table) or said in words.names(table):
            return table, kind if table == "activities" else ""
    raise Unknown(say("table"), name, TARGETS)


def choose(sample: Sample, asker: Asker, table: str = "") -> Match:
    """The captions as those of the table they tell most of, or of the one that is forced.

    FileError if they tell of none.
    """
    if table:
        return match(sample, table, near=True)
    for near in (False, True):
        found = [] if _foreign(sample) else [match(sample, t, near) for t in CAPTIONS]
        scores = {m.table: _score(m, sample) for m in found if m.possible(called(sample))}
        if any(m.table == "deals" and m.table in scores and _whole(m) for m in found):
            scores.pop("order_lines", None)  # deals take lines along, lines would lose the seller
        if scores:
            return match(sample, _settle(scores, asker), near=True)
    seen = ", ".join(filter(None, (c.strip() for c in sample.header)))[:120]
    raise Untold(
        str(sample.path),
        say(
            "its columns ({columns}) do not tell what it holds: say it with --as TABLE, "
            "or map them in a file with --map",
            columns=seen,
        ),
    )


def _whole(deals: Match) -> bool:
    """The rows say whose deals they are and of which day."""
    taken = set(deals.taken)
    return bool(taken & {"owner", "customer"}) and bool(taken & {"created", "closed"})


def _settle(scores: dict[str, float], asker: Asker) -> str:
    ranked = sorted(scores, key=lambda t: (-scores[t], t))
    close = [t for t in ranked if scores[t] >= CLOSE * scores[ranked[0]]]
    if len(close) == 1:
        return close[0]
    return asker.ask("table", "What does the file hold?", close, close[0])


def _score(found: Match, sample: Sample) -> float:
    score = telling(found, TELLING[found.table])
    if found.table == "activities" and set(sample.plain) & set(words.said("amount")):
        score -= MONEY
    return score + (NAMED if called(sample) == found.table else 0)


def called(sample: Sample) -> str:
    """The table that the file's or worksheet's name tells of; the longest name wins."""
    title = f" {words.plain(sample.path.stem)} {words.plain(sample.part)} "
    said = [(len(n), t) for t in CAPTIONS for n in words.names(t) if f" {n} " in title]
    return max(said)[1] if said else ""


def _foreign(sample: Sample) -> bool:
    """Its rows are suppliers, say: like customers by their columns, and none of ours."""
    first = set(sample.plain[0].split()) if sample.plain else set()
    return bool(first & words.foreign()) and first <= words.foreign() | {"id", "name", "code"}
