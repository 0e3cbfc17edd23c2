"""The pages of notices: what one was told, how one wants to be told, what became of messages."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from merilo.web.accounts.models import Role
from merilo.web.notices.models import Channel, Delivery, Notice
from merilo.web.notices.sealed import unseal
from merilo.web.notices.send import pass_over
from merilo.web.notices.tell import tell
from tests.web.notices.conftest import KEY, MINUTE, NOON, by_hook, by_mail, minutes, told
from tests.web.notices.servers import PATH
from tests.web.notices.test_telegram import CHAT, TOKEN

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
WISH = {"kinds": ["task", "alert"], "when": "now", "hour": "9"}


@pytest.fixture(autouse=True)
def noon():
    with travel(NOON, tick=False):
        yield


@pytest.fixture
def mine(ann) -> Client:
    client = Client()
    client.force_login(ann, BACKEND)
    return client


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def titles(client, **asked) -> list[tuple[str, bool]]:
    """What stands on the page, and whether it is marked as not read."""
    page = soup(client.get("/notices/", asked))
    return [(one.select_one(".told-title").get_text(), "unread" in one.get("class", []))
            for one in page.select(".told li")]  # fmt: skip


def wish(way: str, **said) -> dict[str, object]:
    return {f"{way}-{name}": value for name, value in (WISH | said).items()}


def wrongs(answer) -> str:
    assert answer.status_code == 422
    return " ".join(one.get_text() for one in soup(answer).select(".wrong"))


def test_bell_tells_how_many_are_not_read_and_says_nothing_new_where_there_is_none(ann, mine):
    for number in range(3):
        told(ann, number)
    bell = soup(mine.get("/account/")).select_one("#bell")
    assert bell["aria-label"] == "Notices: 3 unread"
    assert bell["hx-trigger"] == "every 30s"

    first = mine.get("/notices/bell/")
    again = soup(first).select_one("a")["hx-get"]
    assert mine.get(again).status_code == 204
    told(ann, 4)
    assert "4" in soup(mine.get(again)).get_text()


def test_newest_is_first_and_opens_what_it_is_about_and_is_read(ann, mine):
    told(ann, 1)
    told(ann, 2, NOON + MINUTE)
    assert titles(mine) == [("Task 2", True), ("Task 1", True)]

    answer = mine.post(f"/notices/{Notice.objects.get(title='Task 2').pk}/")
    assert answer["Location"] == "/t/2/"
    assert titles(mine) == [("Task 2", False), ("Task 1", True)]
    assert mine.get(f"/notices/{Notice.objects.first().pk}/").status_code == 405


@pytest.mark.parametrize(
    "link", ["//evil.example/", "https://evil.example/", "/\\evil.example", ""]
)
def test_nobody_is_sent_to_another_site(ann, mine, link):
    tell(ann, "task", "k", "T", NOON, link=link)
    assert mine.post(f"/notices/{Notice.objects.get().pk}/")["Location"] == "/notices/"


def test_all_read_reads_what_was_seen_and_not_what_came_meanwhile(ann, mine):
    told(ann, 1)
    form = soup(mine.get("/notices/")).select_one("form[action='/notices/read/']")
    newest = form.select_one("input[name=newest]")["value"]
    told(ann, 2, NOON + MINUTE)
    mine.post("/notices/read/", {"newest": newest})

    assert titles(mine) == [("Task 2", True), ("Task 1", False)]
    assert mine.post("/notices/read/", {"newest": "x"}).status_code == 404


def test_pages_follow_one_another(ann, mine):
    for number in range(35):
        told(ann, number, NOON + number * MINUTE)
    assert [len(titles(mine, page=n)) for n in (1, 2)] == [30, 5]
    assert "1 of 2" in soup(mine.get("/notices/")).select_one("nav.pages").get_text()


def test_nobody_told_nothing_is_said_so(mine):
    assert "Nothing yet" in mine.get("/notices/").content.decode()


def test_nobody_reads_or_changes_what_is_anothers(ann, user, hook, signed):
    by_hook(ann, hook)
    told(ann)
    pass_over(NOON)
    for role in Role:
        other = signed(role)
        assert titles(other) == []
        assert "127.0.0.1" not in soup(other.get("/notices/channels/")).get_text()
        assert other.get("/notices/channels/webhook/state/").status_code == 404
        assert other.post(f"/notices/{Notice.objects.get().pk}/").status_code == 404
        other.post("/notices/read/", {"newest": "999"})
        for what in ("off", "key", "test"):
            assert other.post(f"/notices/channels/webhook/{what}/").status_code == 404
    assert Notice.objects.get().read is None
    assert Channel.objects.get().to == ann


def test_mail_is_offered_where_there_is_a_server_to_send_it(ann, mine, settings):
    settings.MAIL = False
    assert mine.post("/notices/channels/mail/", wish("mail")).status_code == 404
    assert "not set up a mail server" in mine.get("/notices/channels/").content.decode()
    settings.MAIL = True
    assert mine.post("/notices/channels/mail/", wish("mail")).status_code == 302
    assert ann.email in soup(mine.get("/notices/channels/")).get_text()


def test_demo_account_has_no_mailbox(ann, mine, settings):
    settings.MAIL, ann.demo = True, True
    ann.save()
    assert mine.post("/notices/channels/mail/", wish("mail")).status_code == 404


def test_wishes_are_kept_and_shown_again(ann, mine, post):
    said = wish("mail", kinds=["alert"], when="gathered", hour="17", working="on",
                quiet_since="22:00", quiet_until="07:30", private="on")  # fmt: skip
    mine.post("/notices/channels/mail/", said)

    kept = Channel.objects.get()
    assert (kept.to, kept.way, kept.kinds, kept.hour) == (ann, "mail", ["alert"], 17)
    assert (kept.working, kept.private) == (True, True)
    assert (kept.quiet_since, kept.quiet_until) == (1320, 450)
    form = soup(mine.get("/notices/channels/")).select_one("form[action$='/mail/']")
    ticked = [one["value"] for one in form.select("input[name=mail-kinds][checked]")]
    assert ticked == ["alert"]
    assert form.select_one("select option[selected]")["value"] == "17"
    assert form.select_one("[name=mail-quiet_since]")["value"] == "22:00"

    mine.post("/notices/channels/mail/", wish("mail", working="on"))
    kept.refresh_from_db()
    assert (kept.hour, kept.working, kept.quiet_since, kept.private) == (None, False, None, False)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"kinds": []}, "Choose at least one kind."),
        ({"kinds": ["nothing"]}, "nothing"),
        ({"hour": "24"}, "24"),
        ({"quiet_since": "22:00"}, "Say both"),
        ({"quiet_until": "22:00"}, "Say both"),
        ({"quiet_since": "25:00", "quiet_until": "07:00"}, "valid time"),
        ({"quiet_since": "22:00", "quiet_until": "22:00"}, "end when they begin"),
    ],
)
def test_what_cannot_be_is_said_beside_it_and_nothing_is_kept(mine, post, said, problem):
    assert problem in wrongs(mine.post("/notices/channels/mail/", wish("mail", **said)))
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "whole address"), ("http://example.com/", "whole address"),
        ("https://127.0.0.1/", "private network"), ("https://[::1]/", "private network"),
        ("https://169.254.169.254/latest/", "private network"),
        ("https://2130706433/", "private network"), ("https://localhost:8000/", "private network"),
        ("https://nobody.invalid/", "no such host"),
    ],
)  # fmt: skip
def test_address_inside_is_refused_when_it_is_typed(mine, address, problem):
    answer = mine.post("/notices/channels/webhook/", wish("webhook", address=address))
    assert problem in wrongs(answer)
    assert not Channel.objects.exists()


def test_key_of_a_webhook_is_shown_once_and_the_address_never_whole(ann, mine, hook):
    answer = mine.post("/notices/channels/webhook/", wish("webhook", address=hook.url))
    key = soup(answer).select_one(".secret").get_text()
    kept = Channel.objects.get()
    assert unseal(kept.sealed) == {"address": hook.url, "key": key}

    page = mine.get("/notices/channels/").content.decode()
    assert "http://127.0.0.1/…" in page
    for secret in (key, hook.url, PATH, f":{hook.port}"):
        assert secret not in page
    mine.post("/notices/channels/webhook/", wish("webhook", kinds=["plan"]))
    kept.refresh_from_db()
    assert unseal(kept.sealed) == {"address": hook.url, "key": key}
    assert kept.kinds == ["plan"]

    fresh = soup(mine.post("/notices/channels/webhook/key/")).select_one(".secret").get_text()
    kept.refresh_from_db()
    assert unseal(kept.sealed) == {"address": hook.url, "key": fresh}
    assert fresh != key


def test_telegram_wants_a_bot_and_the_number_of_a_chat(ann, mine, settings):
    settings.TELEGRAM = ""
    assert mine.post("/notices/channels/telegram/", wish("telegram")).status_code == 404
    settings.TELEGRAM = TOKEN
    for typed in ("", "@ann", "12", "1; drop", "00000"):
        answer = mine.post("/notices/channels/telegram/", wish("telegram", address=typed))
        assert "A chat id is a number" in wrongs(answer)
    mine.post("/notices/channels/telegram/", wish("telegram", address=CHAT))
    page = mine.get("/notices/channels/").content.decode()
    assert "…321" in page
    assert CHAT not in page
    assert TOKEN not in page


def test_the_test_comes_at_once_also_in_quiet_hours_and_is_told_on_the_page(ann, mine, hook):
    by_hook(ann, hook, quiet_since=0, quiet_until=1439, hour=3)
    mine.post("/notices/channels/webhook/test/")
    state = soup(mine.get("/notices/channels/webhook/state/")).div
    assert "on its way" in state.get_text()
    assert state["hx-trigger"] == "every 2s"
    pass_over(NOON)
    assert hook.posts[0]["body"]["type"] == "test"
    state = soup(mine.get("/notices/channels/webhook/state/")).div
    assert "The test was sent." in state.get_text()

    mine.post("/notices/channels/webhook/test/")
    assert Delivery.objects.count() == 1  # not one after the other


def test_test_that_does_not_arrive_says_why_and_is_not_repeated(ann, mine, hook):
    by_hook(ann, hook)
    hook.status = 500
    mine.post("/notices/channels/webhook/test/")
    minutes(NOON, 30)
    state = soup(mine.get("/notices/channels/webhook/state/")).get_text()
    assert "did not arrive: the other side answered 500" in state
    assert len(hook.posts) == 1


def test_what_could_not_be_sent_is_said_on_the_page_of_its_owner(ann, mine, hook, user, signed):
    by_hook(ann, hook)
    hook.status = 503
    told(ann)
    minutes(NOON, 24 * 60)
    with travel(NOON + timedelta(days=1)):
        told_of = soup(mine.get("/notices/channels/")).get_text()
        assert "1 message of the last seven days could not be sent" in told_of
        assert "the other side answered 503" in told_of
        assert "did not arrive" in mine.get("/notices/").content.decode()
        assert "did not arrive" not in signed().get("/notices/").content.decode()


def test_removed_channel_forgets_its_address_and_gets_nothing(ann, mine, hook):
    by_hook(ann, hook)
    told(ann)
    mine.post("/notices/channels/webhook/off/")
    pass_over(NOON)
    assert hook.posts == []
    assert not Channel.objects.exists()
    assert titles(mine) == [("Task 1", True)]


def test_what_waits_follows_a_changed_wish(ann, mine, post):
    by_mail(ann, hour=20)
    told(ann)
    assert pass_over(NOON) == 0
    mine.post("/notices/channels/mail/", wish("mail"))
    assert pass_over(NOON) == 1

    mine.post("/notices/channels/mail/", wish("mail", when="gathered", hour="13"))
    told(ann, 2)
    assert pass_over(NOON) == 0
    assert pass_over(NOON + timedelta(hours=1)) == 1


def test_what_did_not_arrive_goes_again_once_the_address_is_mended(ann, mine, hook):
    by_hook(ann, hook, hour=12)
    hook.down()
    told(ann, 1, NOON - MINUTE)
    minutes(NOON, 60)
    hook.up()
    assert pass_over(NOON + 61 * MINUTE) == 0
    with travel(NOON + 61 * MINUTE, tick=False):
        said = wish("webhook", address=hook.url, when="gathered", hour="12")
        assert mine.post("/notices/channels/webhook/", said).status_code == 302
    assert pass_over(NOON + 61 * MINUTE) == 1
    assert [post["body"]["count"] for post in hook.posts] == [1]


def test_log_is_for_the_administrator_and_tells_neither_contents_nor_addresses(
    ann, mine, signed, hook, post
):
    by_hook(ann, hook)
    by_mail(ann, hour=12)
    hook.status = 503
    told(ann)
    pass_over(NOON)
    pass_over(datetime(2018, 1, 16, 9, tzinfo=UTC))
    assert mine.get("/notices/log/").status_code == 404

    page = signed(Role.ADMINISTRATOR).get("/notices/log/")
    rows = [[" ".join(cell.get_text().split()) for cell in row.find_all("td")][1:]
            for row in soup(page).select("tbody tr")]  # fmt: skip
    assert sorted(rows) == [
        ["Ann", "Tasks", "E-mail", "sent", "0", "—", "—"],
        ["Ann", "Tasks", "Webhook", "waits", "2", "16 Jan 2018, 12:05",
         "the other side answered 503"],
        ["Ann", "Those of a day", "E-mail", "sent", "1", "—", "—"],
    ]  # fmt: skip
    for secret in ("Task 1", "127.0.0.1", PATH, KEY, ann.email, "/t/1/"):
        assert secret not in soup(page).select_one("main").decode()
    narrowed = signed(Role.ADMINISTRATOR).get("/notices/log/?state=waiting&way=mail")
    assert "No such message" in narrowed.content.decode()


@pytest.mark.parametrize("path", ["mail/", "fax/", "fax/off/", "webhook/key/", "mail/key/"])
def test_way_that_is_not_there_is_no_page(mine, settings, path):
    settings.MAIL = False
    assert mine.post(f"/notices/channels/{path}").status_code == 404


def test_page_asks_the_database_no_more_for_more_notices(ann, mine):
    counts = []
    for number in range(30):
        told(ann, number)
        if number in (1, 29):
            mine.get("/notices/")
            with CaptureQueriesContext(connection) as seen:
                mine.get("/notices/")
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
