"""Who may see whose figures, and which. Every page, export and endpoint asks here.

                whose                        which
seller          their own                    all
head            their units', as of the day  all
director        everybody's                  all
analyst         everybody's                  all
administrator   everybody's                  all
quality         everybody's                  work, its quality, the voice of customers
trainer         everybody's                  work, skill and quality; no money
"""

from dataclasses import dataclass
from functools import lru_cache

from merilo.errors import Unknown
from merilo.metrics.catalogue import BY_FAMILY, METRICS
from merilo.metrics.model import Metric
from merilo.metrics.question import EVERYBODY, Scope
from merilo.report.desk import Desk
from merilo.report.own import sound
from merilo.report.sight import Line, below, led, line, under, visible
from merilo.web.accounts.models import Role, User
from merilo.words import _, say

ALL = frozenset(BY_FAMILY)
FAMILIES = {
    Role.QUALITY: frozenset({"activity", "speed", "quality", "voices"}),
    Role.TRAINER: frozenset({"activity", "conversion", "speed", "quality", "voices"}),
}
FAMILY = {id: family for family, metrics in BY_FAMILY.items() for id in metrics}


@dataclass(frozen=True)
class Rights:
    """What a person may see: whose rows, and metrics of which families."""

    scope: Scope
    families: frozenset[str] = ALL

    def may(self, metric: Metric) -> bool:
        """They may see it: it is of their families, and tells nothing of those out of sight."""
        return visible(metric, self.scope) and (
            self.families == ALL or all(FAMILY.get(id) in self.families for id in made_of(metric))
        )

    def check(self, desk: Desk, metrics: tuple[str, ...]) -> None:
        """Unknown for a metric that is not for them, as if there were none."""
        catalogue = desk.catalogue([id for id in metrics if id in desk.own])
        for id in metrics:
            if id not in catalogue or not self.may(catalogue.find(id)):
                raise Unknown(say("metric"), id, [own for own in METRICS if self.shows(own)])

    def families_of(self, desk: Desk) -> list[tuple[str, list[Metric]]]:
        """The metrics for them by the name of the family, the company's own last."""
        named = [(_(name.capitalize()), [*metrics.values()]) for name, metrics in BY_FAMILY.items()]
        every = [*named, (_("Own"), sound(desk))]
        found = [(name, [one for one in metrics if self.may(one)]) for name, metrics in every]
        return [(name, metrics) for name, metrics in found if metrics]

    def shows(self, id: str) -> bool:
        """A metric of ours is theirs to see."""
        return self.may(METRICS[id])


def made_of(metric: Metric) -> list[str]:
    """The metrics of ours by whose families it is judged: itself, or what an own one is made of."""
    if metric.id in FAMILY:
        return [metric.id]
    inputs = getattr(metric, "inputs", ())
    if inputs:
        return [id for _, one in inputs for id in made_of(one)]
    return [part.id.partition("_of_")[0] for part in metric.parts]


def rights(user: User, desk: Desk) -> Rights:
    """What the user may see at this desk."""
    families = FAMILIES.get(Role(user.role), ALL)
    match user.role:
        case Role.SELLER:
            return Rights(Scope(frozenset({user.person} - {""})), families)
        case Role.HEAD:
            return Rights(_below(desk, user.person), families)
    return Rights(EVERYBODY, families)


@dataclass(frozen=True)
class Leading:
    """Whose plans somebody sees, and whose they set: by units, None is all. `own` are nobody's to
    set."""

    seen: frozenset[str] | None
    sets: frozenset[str] | None
    own: str = ""


def leading(user: User, desk: Desk) -> Leading:
    """What the user may plan: a head for everything below the units they lead, and for the people
    of those; directors and administrators for all."""
    if user.role in (Role.DIRECTOR, Role.ADMINISTRATOR):
        return Leading(None, None)
    if user.role == Role.ANALYST:
        return Leading(None, frozenset())
    if user.role == Role.HEAD and user.person:
        top = led(_line(desk), user.person, desk.today)
        every = frozenset(under(_line(desk), top))
        return Leading(every, every - top, user.person)
    return Leading(frozenset(), frozenset(), user.person)


@lru_cache(maxsize=1000)
def _below(desk: Desk, head: str) -> Scope:
    return below(_line(desk), head, desk.today) if head else Scope(frozenset())


@lru_cache(maxsize=2)
def _line(desk: Desk) -> Line:
    return line(desk)
