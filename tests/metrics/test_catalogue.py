"""The catalogue: every metric in its family, and findable."""

import pytest

from merilo.errors import Unknown
from merilo.metrics.catalogue import BY_FAMILY, CATALOGUE, METRICS


def test_metric_is_listed_in_one_family_unless_another_names_it():
    listed = [id for family in BY_FAMILY.values() for id in family]
    twice = {id for id in listed if listed.count(id) > 1}

    assert twice == {"profit", "selling_cost"}  # sales needs them, economics is where they belong
    assert {*listed} == METRICS.keys()


def test_unknown_metric_offers_the_nearest():
    assert CATALOGUE.find("win_rate") is METRICS["win_rate"]
    with pytest.raises(Unknown, match="win_rate"):
        CATALOGUE.find("win_rat")
