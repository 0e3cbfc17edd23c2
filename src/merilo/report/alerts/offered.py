"""Norms that are offered: by role, with the figures found in practice. They are to be changed."""

from dataclasses import dataclass

from merilo.periods import Grain
from merilo.report.alerts.norm import Kind, Norm


@dataclass(frozen=True)
class Offer:
    """A norm that one click turns on; `severe` ones are told at once."""

    id: str
    norm: Norm
    severe: bool = False
    to_person: bool = False


HOUR = 3600
SELLING = ("seller", "closer")
OFFERS = (
    Offer("calls", Norm("calls", Kind.LESS, 40, roles=("cold_caller",)), to_person=True),
    Offer("talk", Norm("talk_time", Kind.LESS, 2 * HOUR, grain=Grain.WEEK, roles=("cold_caller",))),
    Offer("leads", Norm("lead_processing_working", Kind.MORE, 24, grain=Grain.WEEK, roles=SELLING)),
    Offer("response", Norm("first_response_working", Kind.MORE, 8, grain=Grain.WEEK,
                           roles=SELLING), severe=True),
    Offer("meetings", Norm("meetings", Kind.LESS, 2, grain=Grain.WEEK, roles=SELLING)),
    Offer("plan", Norm("revenue", Kind.LESS, 0.7, "plan", Grain.MONTH,
                       roles=(*SELLING, "account_manager"))),
    Offer("replies", Norm("reply_time", Kind.MORE, 8, grain=Grain.WEEK,
                          roles=(*SELLING, "account_manager"))),
    Offer("silent", Norm("calls", Kind.NOTHING, 3, "days",
                         roles=(*SELLING, "account_manager", "cold_caller"))),
    Offer("customers", Norm("repeat_revenue", Kind.FELL, 0.5, "previous", Grain.MONTH,
                            roles=("account_manager",))),
    Offer("usual", Norm("calls", Kind.UNUSUAL, 1, "worse")),
)  # fmt: skip
BY_ID = {one.id: one for one in OFFERS}
