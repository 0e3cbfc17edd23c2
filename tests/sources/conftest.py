"""What every connector's tests may ask for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from merilo.fakes.server import Fake
from tests.sources.kit.house import Place


@pytest.fixture
def hosted(tmp_path, monkeypatch) -> Iterator[Callable[..., Place]]:
    """Serves a fake until the test is over, and makes a home that reads it: `hosted(AmoCRM(world),
    "amocrm", lambda fake: (settings, secrets))`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with ExitStack() as served:

        def placed(fake: Fake, connector: str, told: Callable[..., tuple[dict, dict]]) -> Place:
            served.enter_context(fake)
            fake.clock.advance(120)  # what has just changed is left for the next time
            return Place(tmp_path / "home", fake, connector, *told(fake))

        yield placed
