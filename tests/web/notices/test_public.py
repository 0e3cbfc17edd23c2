"""Nothing is sent into private networks, however the address is written or the name answers."""

import socket
from ipaddress import ip_address

import pytest

from merilo.web.notices.models import Delivery
from merilo.web.notices.sealed import seal
from merilo.web.notices.send import pass_over
from merilo.web.notices.ways import public, webhook
from merilo.web.notices.ways.trouble import Trouble
from tests.web.notices.conftest import KEY, NOON, by_hook, told

INSIDE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1",
    "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::",
    "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fe80::1", "fec0::1", "fc00::1",
    "fd12:3456::1", "ff02::1", "2001:db8::1", "100::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8",
           "64:ff9b::808:808"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_address_of_a_network_of_ones_own_is_not_public(address):
    assert not public.public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_address_of_the_internet_is_public(address):
    assert public.public(ip_address(address))


@pytest.mark.parametrize("host", [
    "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "169.254.169.254", "127.0.0.1.",
])  # fmt: skip
def test_host_of_this_machine_is_refused_however_it_is_written(host, settings):
    settings.PRIVATE_HOSTS = frozenset()
    where = webhook.target(f"https://{host}/x")
    with pytest.raises(Trouble) as trouble:
        public.connect(where.host, where.port, settings.PRIVATE_HOSTS, 1)
    assert trouble.value.why in ("private", "unknown")


@pytest.mark.parametrize("address", [
    "http://example.com/", "ftp://example.com/", "https://", "https:///x", "example.com", "",
    "https://user:word@example.com/", "https://example.com@127.0.0.1/", "https://example.com:0/",
    "https://example.com:99999/", "https://exa mple.com/", "https://example.com/\r\nX: y",
    "javascript:alert(1)", "file:///etc/passwd", "https://" + "a" * 70 + ".com/",
    "https://example.com/" + "a" * 1000, "https://[::1/", "gopher://example.com/",
])  # fmt: skip
def test_address_that_is_none_is_refused(address, settings):
    settings.PRIVATE_HOSTS = frozenset()
    assert webhook.target(address) is None


def answering(monkeypatch, *answers: list[str]) -> list[str]:
    """Names answer so, one time after the other; who is asked."""
    asked, left = [], [*answers]

    def found(host, port, **_more):
        asked.append(host)
        now = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in now]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize("answer", [["10.0.0.5"], ["8.8.8.8", "10.0.0.5"], ["127.0.0.1"]])
def test_name_that_leads_inside_is_refused_also_if_only_once(monkeypatch, answer):
    answering(monkeypatch, answer)
    with pytest.raises(Trouble) as trouble:
        public.lead("rebind.example", 443, ())
    assert (trouble.value.why, trouble.value.final) == ("private", True)


def test_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    """A name that answers otherwise the next time leads nowhere else: it is asked once."""
    asked, went = answering(monkeypatch, ["8.8.8.8"], ["127.0.0.1"]), []

    def connect(where, *_more, **_others):
        went.append(where)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Trouble):
        public.connect("rebind.example", 443, (), 1)
    assert (asked, went) == (["rebind.example"], [("8.8.8.8", 443)])


@pytest.mark.django_db
def test_name_that_turned_inside_since_it_was_kept_gets_nothing(ann, hook, settings, monkeypatch):
    settings.PRIVATE_HOSTS = frozenset()
    channel = by_hook(ann, hook)
    address = f"https://turned.example:{hook.port}/in"
    channel.sealed = seal({"address": address, "key": KEY})
    channel.save()
    answering(monkeypatch, ["127.0.0.1"])
    told(ann)
    pass_over(NOON)

    assert hook.posts == []
    one = Delivery.objects.get()
    assert (one.state, one.error, one.tries) == ("failed", "private", 1)


@pytest.mark.django_db
def test_what_was_allowed_on_purpose_is_sent(ann, hook, settings):
    by_hook(ann, hook)
    told(ann, 1)
    assert pass_over(NOON) == 1
    settings.PRIVATE_HOSTS = frozenset()
    told(ann, 2)
    pass_over(NOON)
    assert len(hook.posts) == 1
