"""The examples in docstrings, and the worked numbers of the explanation, are so."""

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import merilo.company
import merilo.periods

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (merilo.periods, merilo.company)
    for module in iter_modules(package.__path__)
]
TIME = Path(__file__).parents[2] / "docs/explain/time.md"


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_are_so(module):
    assert doctest.testmod(import_module(module)).failed == 0


def test_numbers_in_the_explanation_are_so():
    told = doctest.testfile(str(TIME), module_relative=False, encoding="utf-8")

    assert told.failed == 0
    assert told.attempted > 20
