"""A connection is tried before anything of it is kept."""

import pytest

from merilo.fakes.skorozvon import Skorozvon as Fake
from merilo.fakes.world import World
from merilo.sources.skorozvon import CONNECTOR
from merilo.sources.sync.faults import SignIn
from merilo.sources.sync.trial import trial


def test_password_is_given_a_token_that_nobody_keeps(tmp_path):
    with Fake(World(deals=5)) as fake:
        settings = {name: fake.grant[name] for name in ("username", "client_id")}
        settings["address"] = fake.url
        secrets = {name: fake.grant[name] for name in ("api_key", "client_secret")}
        assert trial(tmp_path, CONNECTOR, settings, secrets).name == fake.grant["username"]
        assert [*tmp_path.rglob("*.enc")] == []
        with pytest.raises(SignIn):
            trial(tmp_path, CONNECTOR, settings, {**secrets, "api_key": "wrong"})
