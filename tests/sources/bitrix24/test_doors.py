"""How one gets in, what an error means, and what a web hook names."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from merilo.errors import Impossible
from merilo.sources.bitrix24 import CONNECTOR
from merilo.sources.bitrix24.address import country
from merilo.sources.sync import faults
from merilo.sources.sync.protocol import Hint

ADDRESS = {"address": "p.bitrix24.ru"}
HOOK = "https://p.bitrix24.ru/rest/1/s3cr3tc0de/"


@dataclass(frozen=True)
class Said:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return None  # an answer is judged before it is read


def meant(said: Any, status: int = 200) -> Exception | None:
    return CONNECTOR.judge(Said(status, json.dumps(said, separators=(",", ":")).encode()))


@pytest.mark.parametrize("hook", [
    HOOK, HOOK.rstrip("/"), "1/s3cr3tc0de", " /rest/1/s3cr3tc0de/ ", f"{HOOK}profile.json",
])  # fmt: skip
def test_the_webhook_as_it_is_shown_or_its_end(hook) -> None:
    assert CONNECTOR.door(ADDRESS, {"webhook": hook}).base == HOOK


@pytest.mark.parametrize(
    ("address", "hook"),
    [
        ("p.bitrix24.ru", "https://q.bitrix24.ru/rest/1/s3cr3tc0de/"),
        ("p.bitrix24.ru", "s3cr3tc0de"),
        ("p.bitrix24.ru", ""),
        ("http://p.bitrix24.ru", HOOK),
        ("nowhere", HOOK),
        (HOOK, HOOK),
        ("", HOOK),
    ],
)
def test_what_is_no_way_in_is_refused_and_never_repeats_the_secret(address, hook) -> None:
    with pytest.raises(Impossible) as refused:
        CONNECTOR.door({"address": address}, {"webhook": hook})
    assert "s3cr3t" not in str(refused.value)


def test_whose_numbers_they_are() -> None:
    assert country(ADDRESS) == "RU"
    assert country({"address": "p.bitrix24.eu"}) == ""
    assert country({"address": "crm.firm.com", "country": "hu"}) == "HU"


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("QUERY_LIMIT_EXCEEDED", 503, faults.Again),
        ("OVERLOAD_LIMIT", 503, faults.Again),
        ("OPERATION_TIME_LIMIT", 429, faults.Again),
        ("expired_token", 401, faults.SignIn),
        ("NO_AUTH_FOUND", 401, faults.SignIn),
        ("INVALID_CREDENTIALS", 403, faults.SignIn),
        ("insufficient_scope", 403, faults.Lacking),
        ("ACCESS_DENIED", 403, faults.Lacking),
        ("ACCESS_DENIED", 200, faults.Lacking),
        ("ERROR_METHOD_NOT_FOUND", 404, faults.Lacking),
        ("INVALID_ARG_VALUE", 400, faults.Refused),
        ("", 400, faults.Refused),
        (0, 200, faults.Refused),
    ],
)
def test_what_an_error_means(code, status, kind) -> None:
    assert type(meant({"error": code, "error_description": "words"}, status)) is kind


def test_a_good_answer_and_one_that_is_no_json() -> None:
    assert meant({"result": [], "total": 0}) is None
    assert CONNECTOR.judge(Said(502, b"<html>")) is None
    assert CONNECTOR.judge(Said(200, b'{"error": ')) is None


def test_a_method_that_is_shut_tells_by_its_own_clock_when_it_goes_on() -> None:
    time = {"finish": 1000.5, "operating_reset_at": 1300}
    again = meant({"error": "OPERATION_TIME_LIMIT", "time": time}, 429)
    assert again.wait == 299.5
    assert meant({"error": "OPERATION_TIME_LIMIT"}, 429).wait == 60


def test_a_command_of_a_batch_that_is_too_much_is_asked_for_again() -> None:
    def batch(code: str) -> dict[str, Any]:
        failed = {"c0": {"error": code, "error_description": ""}}
        return {"result": {"result": [], "result_error": failed}}

    assert isinstance(meant(batch("OPERATION_TIME_LIMIT")), faults.Again)
    assert meant(batch("ACCESS_DENIED")) is None
    assert meant({"result": {"result": {"c0": []}, "result_error": []}}) is None


def heard(event: str, id: str = "759", place: str = "FIELDS", **more: Any) -> list[Hint] | None:
    said = {"event": event, f"data[{place}][ID]": id, "auth[domain]": "p.bitrix24.ru",
            "auth[application_token]": "t0k3n", **more}  # fmt: skip
    body = "&".join(f"{name}={value}" for name, value in said.items()).encode()
    form = "application/x-www-form-urlencoded; charset=utf-8"
    found = CONNECTOR.heard(body, form, {**ADDRESS, "application_token": "t0k3n"}, None)
    return None if found is None else [*found]


def test_what_a_web_hook_names() -> None:
    assert heard("ONCRMDEALUPDATE") == [Hint("deals", "759")]
    assert heard("ONCRMDEALDELETE") == [Hint("deals", "759")]
    assert heard("ONCRMCOMPANYADD") == [Hint("companies", "759")]
    assert heard("ONCRMACTIVITYUPDATE") == [Hint("activities", "759")]
    assert heard("ONCRMLEADUPDATE") == [Hint("leads", "759")]
    assert heard("ONTASKUPDATE", place="FIELDS_AFTER") == [Hint("tasks", "759")]
    assert heard("ONIMBOTMESSAGEADD") == []
    assert heard("ONCRMDEALUPDATE", id="1;drop") == []


def test_a_web_hook_of_somebody_else_is_refused() -> None:
    assert heard("ONCRMDEALUPDATE", **{"auth[application_token]": "wrong"}) is None
    assert heard("ONCRMDEALUPDATE", **{"auth[domain]": "q.bitrix24.ru"}) is None
    with pytest.raises(ValueError, match="form"):
        CONNECTOR.heard(b"{}", "application/json", ADDRESS, None)
    with pytest.raises(KeyError):
        CONNECTOR.heard(b"event=x", "application/x-www-form-urlencoded", ADDRESS, None)
