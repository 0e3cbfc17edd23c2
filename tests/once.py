"""A plugin: each test once, with the first of its parameters. For a run of the whole over another
machinery below, which parameters say nothing of."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the first case of each test."""
    first: dict[tuple[object, str], pytest.Item] = {}
    for item in items:
        first.setdefault((item.path, item.nodeid.partition("[")[0]), item)
    kept = {id(item) for item in first.values()}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]
