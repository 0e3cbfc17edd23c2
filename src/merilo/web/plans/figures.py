"""Targets as people write and read them: shares and growths in percent, the rest as it is."""

from dataclasses import dataclass
from decimal import Decimal

from merilo.analysis.attainment import Kind
from merilo.errors import Impossible
from merilo.metrics.model import Metric, Unit
from merilo.report.figures import SYMBOLS, number
from merilo.sources.files import values
from merilo.words import Lang, _, say, spoken

MOST = Decimal(10) ** 12
FINE = Decimal("0.000001")  # what the facts keep


@dataclass(frozen=True)
class Scale:
    """How the targets of a metric are written: in which unit, times what."""

    sign: str
    times: int

    def read(self, text: str) -> Decimal | None:
        """A target from what was typed; None for nothing. Impossible if it is no figure."""
        plain = text.strip().removesuffix(self.sign).strip() if self.sign else text.strip()
        if not plain:
            return None
        found = values.number(plain, "." if spoken.get() == "en" else ",")
        if found is None:
            raise Impossible(say("“{said}” is no number", said=text.strip()[:40]))
        target = (found / self.times).quantize(FINE) if abs(found) < MOST else found
        if target < 0 or target >= MOST:
            raise Impossible(say("a target is between 0 and a trillion: {said}", said=text[:40]))
        return target

    def write(self, target: float | Decimal | None) -> str:
        """A target as it stands in its cell."""
        if target is None:
            return ""
        amount = Decimal(str(target)) * self.times
        return decimal(amount, spoken.get())


def decimal(amount: Decimal, lang: Lang) -> str:
    """With as many places as it needs, four at most."""
    rounded = round(amount, 4).normalize()
    exponent = rounded.as_tuple().exponent
    return number(rounded, max(0, -exponent) if isinstance(exponent, int) else 0, lang)


def scale(metric: Metric, kind: Kind, currency: str) -> Scale:
    """How the targets of that kind are written."""
    if kind is Kind.GROWTH or metric.unit is Unit.SHARE:
        return Scale("%", 100)
    money = SYMBOLS.get(currency, currency)
    signs = {Unit.MONEY: money, Unit.MONEY_A_DAY: money, Unit.HOURS: _("h"), Unit.DAYS: _("d"),
             Unit.MONTHS: _("mo")}  # fmt: skip
    return Scale(signs.get(metric.unit, ""), 1)


def kinds() -> dict[str, str]:
    """What can be asked for."""
    return {
        Kind.AT_LEAST: _("at least"), Kind.AT_MOST: _("at most"),
        Kind.GROWTH: _("growth on the period before"), Kind.REACH: _("reach"),
    }  # fmt: skip
