"""Which period of the sheet a caption of somebody's table means."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from merilo.periods import Grain
from merilo.report.figures import day
from merilo.sources.files import values
from merilo.sources.files.words import MONTHS, normal
from merilo.web.plans.asked import Asked
from merilo.words import LANGS

SHORT = re.compile(r"([^\W\d_]+)\.?[\s'’.-]+(\d\d)")  # Jan-18, янв.18
QUARTER = re.compile(
    r"q\s?([1-4])|([1-4]|iv|i{1,3})(?:[.-]|-?й)?\s?(?:q|кв\.?|квартал|n\.?\s?év|negyedév)"
)
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)[.-]?(?:\s?г\.?)?")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Captions:
    """The periods of a sheet by what they may be called, in any of the languages."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def find(self, text: str) -> int | None:
        """The number of the period; None if it says none of the sheet."""
        said = normal(text)
        if not said:
            return None
        if said in self.titles:
            return self.titles[said]
        if (on := day_of(text)) is not None:
            return next((n for n, span in enumerate(self.asked.spans) if on in span), None)
        if self.asked.grain == Grain.MONTH:
            return self.month(said)
        return self.quarter(said) if self.asked.grain == Grain.QUARTER else None

    def quarter(self, said: str) -> int | None:
        """A quarter: of a calendar year, or without one the first, second ... of the sheet."""
        year, bare = YEAR.search(said), " ".join(YEAR.sub(" ", said).split()).strip(" -")
        if not (found := QUARTER.fullmatch(bare)):
            return None
        number = ROMAN.get(found[1] or found[2]) or int(found[1] or found[2])
        if not year:
            return number - 1 if number <= len(self.asked.spans) else None
        first = date(int(year[1]), 3 * number - 2, 1)
        return next((n for n, one in enumerate(self.asked.spans) if one.since == first), None)

    def month(self, said: str) -> int | None:
        """A month, with its year or without."""
        if found := values.month(said):
            return self.months.get(found)
        if (short := SHORT.fullmatch(said)) and short[1] in MONTHS:
            return self.months.get((2000 + int(short[2]), MONTHS[short[1]]))
        number = MONTHS.get(said.rstrip("."))
        return next((n for (_year, month), n in self.months.items() if month == number), None)

    @cached_property
    def months(self) -> Mapping[tuple[int, int], int]:
        """The months of the sheet by year and month; of weeks, those that they stand for."""
        found = {}
        for n, span in enumerate(self.asked.spans):
            label = self.asked.desk.company.year.label(Grain.MONTH, span.since)
            year, _dash, month = label.partition("-")
            found[int(year), int(month)] = n
        return found

    @cached_property
    def titles(self) -> Mapping[str, int]:
        """The periods by their names."""
        return {normal(said): n for n, said in reversed([*self._titles()])}

    def _titles(self) -> Iterator[tuple[int, str]]:
        for n, span in enumerate(self.asked.spans):
            for lang in LANGS:
                yield n, day(span.since, str(self.asked.grain), lang)
            yield n, self.asked.desk.company.year.label(self.asked.grain, span.since)


def day_of(text: str) -> date | None:
    """The day that a caption says."""
    found = values.iso(text)
    if found is None and (form := values.form(text)):
        found = values.instant(text, [form])
    return found.date() if found else None
