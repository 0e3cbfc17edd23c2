"""The list of planted faults fits the code; `make faults` plants them, which takes long."""

from pathlib import Path

import pytest
import yaml

from tests.faults import GUARDED, ROOT


def test_no_module_is_guarded_twice():
    """The second list would stand in the place of the first."""
    files = (ROOT / "tests/planted").glob("*.yaml")
    named = [module for file in files for module in yaml.safe_load(file.read_text("utf-8"))]

    assert sorted(named) == sorted(GUARDED)


@pytest.mark.parametrize("module", GUARDED)
def test_every_fault_has_its_place(module):
    source = (ROOT / "src/merilo" / module).read_text("utf-8")
    guard = GUARDED[module]

    assert [fault["was"] for fault in guard["faults"] if source.count(fault["was"]) != 1] == []
    assert all(fault["now"] != fault["was"] for fault in guard["faults"])
    files = [test.partition("::")[0] for test in guard["tests"] if not test.startswith("--")]
    assert files
    assert all((ROOT / Path(file)).exists() for file in files)
