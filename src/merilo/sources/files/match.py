"""Which caption is meant for which slot of a table: by its words first, then by its values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz

from merilo.sources.files import words
from merilo.sources.files.sample import Sample
from merilo.sources.files.targets import TARGETS, Parse
from merilo.sources.files.words.captions import CAPTIONS, NEARLY, REQUIRED

CERTAIN = 90  # what is found by less is asked
NEAR = 72
CLEAR = 5.0  # of two captions that say the same, one wins by being fuller by half

# Captions that are joined into a name, or a day of closing: no slots of their own.
PARTS = {"first_name": Parse.TEXT, "last_name": Parse.TEXT, "lost": Parse.INSTANT}


@dataclass(frozen=True)
class Found:
    """A column for a slot. `rank` 0 is the surest concept; `score` 100 is its very name."""

    column: int
    score: float
    rank: int
    fill: float = 1.0

    @property
    def very(self) -> bool:
        """Its very name: bad values under it are to be refused one by one, not all left out."""
        return self.score == 100 and self.rank == 0

    @property
    def weight(self) -> float:
        """To be compared with others: an empty column is worth little."""
        return self.score - self.rank - 10 * (1 - self.fill)


@dataclass
class Match:
    """What the captions of a file can be for one table. `unfit` have the right caption and the
    wrong values; `ties` are slots that several columns may be meant for, the taken one first."""

    table: str
    taken: dict[str, Found] = field(default_factory=dict)
    ties: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unfit: dict[str, int] = field(default_factory=dict)
    parses: Mapping[str, Parse] = field(default_factory=dict)  # of slots that are no table's

    def possible(self, called: str = "") -> bool:
        """The table is worth thinking of; where the file is `called` so, less will do."""
        groups = (group.split() for group in REQUIRED[self.table])
        return all(any(self._has(slot, called) for slot in group) for group in groups)

    def _has(self, slot: str, called: str) -> bool:
        found = self.taken.get(slot.rstrip("!"))
        sure = found is not None and found.rank == 0
        return sure or (found is not None and (not slot.endswith("!") or called == self.table))


def parse_of(table: str, slot: str) -> Parse:
    """How values of the slot are read."""
    return PARTS.get(slot) or TARGETS[table].slots[slot].parse


def match(
    sample: Sample, table: str, near: bool = False,
    captions: Mapping[str, str] | None = None, parses: Mapping[str, Parse] | None = None,
) -> Match:  # fmt: skip
    """The best column for each slot of the table, each column once; `near` also takes misspelt
    captions for the slots that matter. What is no table of ours brings its own `captions`, and how
    their values are read."""
    found = Match(table, parses=parses or {})
    needed = set(NEARLY.get(table, "").split())
    passes = (_exact, _loose, _near) if near else (_exact, _loose)
    for score in passes:
        for slot, concepts in (captions or CAPTIONS.get(table, {})).items():
            if slot in found.taken or (score is _near and slot not in needed):
                continue
            _take(
                found, sample, slot, list(_candidates(found, sample, slot, concepts.split(), score))
            )
    return found


def _candidates(
    found: Match,
    sample: Sample,
    slot: str,
    concepts: Sequence[str],
    score: Callable[[str, str], float],
) -> Iterator[Found]:
    used = {f.column for f in found.taken.values()}
    for column, caption in enumerate(sample.plain):
        if column in used or not caption:
            continue
        for rank, concept in enumerate(concepts):
            if rank and not _named(found, slot):
                break
            if reached := score(caption, concept):
                yield Found(column, reached, rank, sample.filled(column))
                break


def _named(found: Match, slot: str) -> bool:
    """A column of people or customers names those of another one only if that one holds ids."""
    main, _, name = slot.rpartition("_")
    if name != "name" or not main:
        return True
    return main in found.taken and found.taken[main].rank == 0


def _take(found: Match, sample: Sample, slot: str, candidates: list[Found]) -> None:
    parse = found.parses.get(slot) or parse_of(found.table, slot)
    fit = [c for c in candidates if sample.fits(c.column, parse)]
    fit = fit or [c for c in candidates if c.very and sample.half(c.column, parse)]
    if not fit:
        if candidates:
            found.unfit.setdefault(slot, candidates[0].column)
        return
    fit.sort(key=lambda c: (-c.weight, c.column))
    best = fit[0]
    found.taken[slot] = best
    rivals = [
        c.column
        for c in fit[1:]
        if (c.score, c.rank) == (best.score, best.rank)
        and best.weight - c.weight < CLEAR
        and sample.plain[c.column] != sample.plain[best.column]
        and sample.cells(c.column) != sample.cells(best.column)
    ]
    if rivals:
        found.ties[slot] = (best.column, *rivals)


def _exact(caption: str, concept: str) -> float:
    return 100.0 if caption in words.said(concept) else 0.0


def _loose(caption: str, concept: str) -> float:
    bare = _stripped(caption)
    return 90.0 if bare and bare in _bare(concept) else 0.0


@cache
def _bare(concept: str) -> frozenset[str]:
    return frozenset(map(_stripped, words.said(concept)))


@lru_cache(maxsize=1 << 14)  # the columns of the widest worksheet; each is asked about each slot
def _stripped(caption: str) -> str:
    return " ".join(w for w in caption.split() if w not in words.generic())


def _near(caption: str, concept: str) -> float:
    scores = (
        score
        for name in words.said(concept)
        if (score := fuzz.token_sort_ratio(caption, name, score_cutoff=NEAR))
        and _alike(caption, name)
    )
    return min(max(scores, default=0.0), CERTAIN - 1)


def _alike(caption: str, name: str) -> bool:
    """Each word has its like: «ship date» is near to «due date» by letters, and is not."""
    others = name.split()
    return all(max(fuzz.ratio(word, other) for other in others) >= NEAR for word in caption.split())


def telling(found: Match, weights: Mapping[str, float]) -> float:
    """How much the captions speak for the table: the surest concepts count in full."""
    return sum(
        weights.get(slot, 1.0) * (1.0 if f.rank == 0 else 0.5) * f.score / 100
        for slot, f in found.taken.items()
    )
