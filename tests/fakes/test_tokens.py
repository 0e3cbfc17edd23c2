"""Signing in: long-lived tokens, and pairs that rotate."""

import json
from base64 import urlsafe_b64decode
from http.client import RemoteDisconnected

import pytest

from tests.fakes.asking import ask

LEADS = "/api/v4/leads?limit=1"


def grant(fake, **said):
    body = {"client_id": fake.client_id, "client_secret": fake.client_secret,
            "redirect_uri": "https://host/callback", **said}  # fmt: skip
    return ask(fake, "/oauth2/access_token", "POST", body, token="")


def renew(fake, refresh):
    return grant(fake, grant_type="refresh_token", refresh_token=refresh)


def test_no_token_no_answer(fake):
    got = ask(fake, LEADS, token="wrong")

    assert (got.status, got.said()["title"]) == (401, "Unauthorized")


def test_a_long_lived_token_says_when_it_ends_and_does(fake):
    token = fake.tokens.long(life=3600)
    claims = token.split(".")[1]
    said = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))

    assert said["exp"] == pytest.approx(fake.clock.now() + 3600, abs=2)
    assert ask(fake, LEADS, token=token).status == 200
    fake.clock.advance(3601)
    assert ask(fake, LEADS, token=token).status == 401


def test_a_code_works_once_and_for_twenty_minutes(fake):
    code, late = fake.tokens.code(), fake.tokens.code()
    first = grant(fake, grant_type="authorization_code", code=code)

    assert first.said().keys() == {"token_type", "expires_in", "access_token", "refresh_token"}
    assert ask(fake, LEADS, token=first.said()["access_token"]).status == 200
    assert grant(fake, grant_type="authorization_code", code=code).status == 400
    fake.clock.advance(1201)
    assert grant(fake, grant_type="authorization_code", code=late).status == 400


@pytest.mark.parametrize("status", [400, 401])
def test_a_refresh_token_works_once(fake, status):
    fake.tokens.refusal = status
    pair = fake.tokens.pair()
    renewed = renew(fake, pair.refresh).said()
    again = renew(fake, pair.refresh)

    assert again.status == status
    assert again.headers["Content-Type"] == "application/problem+json"
    assert renew(fake, renewed["refresh_token"]).status == 200
    assert (fake.counters.refreshes, fake.counters.refused_refreshes) == (3, 1)


def test_an_access_token_ends_in_the_middle(fake):
    fake.tokens.life = 60
    pair = fake.tokens.pair()
    assert ask(fake, LEADS, token=pair.access).status == 200
    fake.tokens.expire()
    assert ask(fake, LEADS, token=pair.access).status == 401
    assert renew(fake, pair.refresh).said()["expires_in"] == 60
    fake.tokens.revoke()
    assert ask(fake, LEADS).status == 401


def test_a_refresh_may_fail_or_its_answer_be_lost(fake):
    fake.tokens.fail = 1
    pair = fake.tokens.pair()
    assert renew(fake, pair.refresh).status == 503
    fake.tokens.lose = 1
    with pytest.raises(RemoteDisconnected):
        renew(fake, pair.refresh)
    assert renew(fake, pair.refresh).status == 400  # it has been used, though nobody knows


def test_the_account_may_be_asked_for_its_name(fake):
    path = "/oauth2/account/current/subdomain"

    assert ask(fake, path).status == 401


def test_a_stranger_gets_no_pair(fake):
    pair = fake.tokens.pair()
    got = grant(fake, grant_type="refresh_token", refresh_token=pair.refresh, client_secret="x")

    assert got.status == 401
    assert renew(fake, pair.refresh).status == 200
