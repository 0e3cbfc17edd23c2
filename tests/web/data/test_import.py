"""Files through the browser: sent, mapped, tried, in; and what comes back."""

import re
from decimal import Decimal

import pytest
from auditlog.models import LogEntry

from merilo.facts.lake import Lake
from merilo.web.accounts.models import Role
from merilo.web.data.models import Upload
from tests.facts.lake.given import seen
from tests.web.data.conftest import DEALS, DOUBTFUL, FLAWED


def lake(settings) -> Lake:
    return Lake(settings.HOME / "lake")


def deals(settings) -> list[tuple[str, Decimal | None, str]]:
    rows = seen(lake(settings).snapshot(), "id", "amount", "outcome", "connection")
    return [(id, amount, outcome) for id, amount, outcome, of in rows if of == "files"]


def test_file_goes_in_and_says_what_came_of_it(desk, settings):
    path = desk.sent(("deals.csv", DEALS))
    page = desk.page(path)

    assert "deals.csv" in page
    assert "recognised by captions and values" in page
    assert desk.check(path).status_code == 302
    assert "So far nothing has changed" in desk.page(path)
    assert deals(settings) == []
    desk.post(f"{path}import/")
    page = desk.page(path)

    assert deals(settings) == [("901", Decimal(50000), "won"), ("902", Decimal("1000.5"), "lost")]
    (table,) = desk.sheet.loaded["tables"]
    assert (table["read"], table["accepted"], table["refused"], table["new"]) == (2, 2, 0, 2)
    assert "period=2017-11-08..2017-11-09" in page.replace("%2E", ".")
    assert desk.client.get("/people/?period=2017-11-08..2017-11-09").content.decode().count("Вера")


def test_dry_run_counts_as_the_import_does(desk):
    path = desk.tried(("deals.csv", FLAWED))
    tried = desk.sheet.tried
    desk.post(f"{path}import/")
    loaded = desk.sheet.loaded

    assert tried["tables"] == loaded["tables"]
    assert tried["examples"] == loaded["examples"]
    (one,) = tried["examples"]
    assert (one["row"], one["column"], one["value"], one["reason"]) == (
        14, "Сумма", "пять", "not an amount",
    )  # fmt: skip


def test_refused_rows_come_back_as_a_file_that_goes_in_once_mended(desk, settings):
    path = desk.imported(("deals.csv", FLAWED))
    (name,) = re.findall(r"/imports/refused/([^\"]+)", desk.page(path))
    answer = desk.client.get(f"/imports/refused/{name}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert "attachment" in answer["Content-Disposition"]
    desk.client.post(f"{path}discard/")
    Upload.objects.all().delete()
    desk.imported(("mended.csv", text.replace(";пять;Оплачено", ";5;Оплачено")))
    assert ("903", Decimal(5), "won") in deals(settings)


@pytest.mark.parametrize("name", ["..%2Fmerilo.yaml", "merilo.yaml", "nothing.csv"])
def test_only_refused_rows_are_given_out(desk, name):
    assert desk.client.get(f"/imports/refused/{name}").status_code == 404


def test_again_is_all_the_same(desk):
    desk.imported(("deals.csv", DEALS))
    Upload.objects.all().delete()
    path = desk.imported(("deals.csv", DEALS))

    (table,) = desk.sheet.loaded["tables"]
    assert (table["new"], table["same"]) == (0, 2)
    assert "all was known already" in desk.page(path)


def test_column_is_mapped_otherwise_and_that_is_remembered(desk, settings):
    path = desk.tried(("deals.csv", DEALS), Сумма="margin")
    desk.post(f"{path}import/")

    assert desk.sheet.settled
    assert [amount for _, amount, _ in deals(settings)] == [None, None]
    assert seen(lake(settings).snapshot(), "id", "margin")[-1] == ("902", Decimal("1000.5"))
    Upload.objects.all().delete()
    path = desk.sent(("more.csv", DEALS.replace("901", "911")))
    assert "as such files were read before" in desk.page(path)


def test_column_that_is_left_out_is_kept_as_extra(desk, settings):
    path = desk.tried(("deals.csv", DEALS), Сумма="")
    desk.post(f"{path}import/")

    *_, (extra,) = [row for row in seen(lake(settings).snapshot(), "extra") if row[0]]
    assert '"Сумма":"1 000,50"' in extra.replace(": ", ":")


def test_two_columns_for_one_thing_are_refused_in_words(desk):
    path = desk.sent(("deals.csv", DEALS))
    answer = desk.check(path, Создан="closed")

    assert answer.status_code == 422
    assert "cannot both be “closed”" in answer.content.decode()


def test_words_mean_what_a_person_says(desk, settings):
    path = desk.sent(("deals.csv", DEALS))
    (name,) = [one for one in desk.fields(path) if one.endswith("words.outcome:Отказ")]
    desk.post(path, desk.fields(path) | {name: "open"})
    desk.post(f"{path}import/")

    assert [outcome for *_, outcome in deals(settings)] == ["won", "open"]


def test_dates_in_another_form(desk, settings):
    text = "id;Seller;Amount;Status;Created;Closed\n1;Ann;5;won;03/04/2017;03/05/2017\n"
    path = desk.tried(("d.csv", text),
                      **{"formats.dates": "mm/dd/yyyy"})  # fmt: skip
    desk.post(f"{path}import/")

    assert desk.sheet.loaded["days"] == ["2017-03-05", "2017-03-05"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("formats.dates", "soon", "is no form of a day"),
        ("formats.zone", "Europe/Moskow", "no time zone"),
        ("formats.currency", "XQX", "currency by its ISO code"),
    ],
)
def test_wrong_form_is_one_sentence(desk, field, value, said):
    path = desk.sent(("deals.csv", DEALS))
    answer = desk.check(path, **{field: value})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_doubts_are_fields_and_have_to_be_settled(desk, settings):
    path = desk.sent(("deals.csv", DOUBTFUL))
    page = desk.page(path)

    assert "something is to be decided" in page
    (won,) = [name for name in desk.fields(path) if "answer.won" in name]
    fields = desk.fields(path) | {won: "Zeta"}
    answer = desk.post(path, fields)
    while answer.status_code == 422:
        answer = desk.post(path, desk.fields(path))
    desk.post(f"{path}import/")

    assert deals(settings)[0][-1] == "won"


def test_sheet_can_be_taken_for_something_else(desk):
    path = desk.sent(("list.csv", "Имя;Почта\nВера;vera@example.com\n"))
    (name,) = [one for one in desk.fields(path) if one.endswith("-table")]
    desk.post(path, desk.fields(path) | {name: "customers", "as": "1"})

    assert desk.sheet.table == "customers"
    assert '<option value="customers" selected>' in desk.page(path)


def test_several_files_at_once_and_one_of_them_is_no_table(desk, settings):
    people = "id;ФИО;Роль\n7;Вера Павлова;seller\n"
    path = desk.sent(
        ("deals.csv", DEALS), ("photo.png", b"\x89PNG\r\n\x1a\n0"), ("people.csv", people)
    )

    assert "photo.png: it is a PNG picture, not a table" in desk.page(path)
    desk.check(path)
    desk.post(f"{path}import/")
    assert lake(settings).snapshot().number > 2
    assert len(deals(settings)) == 2


def test_connection_is_named(desk):
    path = desk.sent(("deals.csv", DEALS))
    assert desk.check(path, connection="a:b").status_code == 422
    desk.check(path, connection="branch")
    desk.post(f"{path}import/")

    assert desk.sheet.loaded["connection"] == "branch"


def test_new_home_gets_its_settings_and_first_facts(new, settings):
    assert new.client.get("/imports/").status_code == 200
    assert new.client.get("/loads/").status_code == 200
    path = new.imported(("deals.csv", DEALS))

    assert (settings.HOME / "merilo.yaml").exists()
    assert len(deals(settings)) == 2
    assert new.client.get(path).status_code == 200


def test_dry_run_leaves_a_new_home_untouched(new, settings):
    new.tried(("deals.csv", DEALS))

    assert not (settings.HOME / "lake").exists()
    assert not (settings.HOME / "merilo.yaml").exists()


def test_audit_says_who_imported_what(desk):
    desk.imported(("deals.csv", DEALS))
    entry = LogEntry.objects.filter(additional_data__event="import").get()

    assert entry.actor is not None
    assert entry.changes["deals"] == ["", "2 + 0 + 0"]


@pytest.mark.parametrize("role", [Role.SELLER, Role.HEAD, Role.DIRECTOR, Role.QUALITY])
def test_others_do_not_import(own_home, signed, role):
    client = signed(role, "test:ann")
    assert client.get("/imports/").status_code == 404
    assert client.post("/imports/send/").status_code == 404
