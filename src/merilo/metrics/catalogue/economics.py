"""Economics: what selling costs, and what is left."""

from merilo.metrics.catalogue.sales import profit, selling_cost

__all__ = ["profit", "selling_cost"]
