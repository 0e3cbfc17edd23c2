"""What a norm is judged by."""

from dataclasses import dataclass

from merilo.metrics.model import Metric
from merilo.periods import Period
from merilo.report.alerts.finding import Figures
from merilo.report.alerts.known import Known
from merilo.report.alerts.norm import Norm
from merilo.report.alerts.there import There


@dataclass(frozen=True)
class Case:
    """A norm on a metric, with all that it is judged by; `span` are the days to be judged."""

    norm: Norm
    metric: Metric
    figures: Figures
    there: There
    known: Known
    span: Period
