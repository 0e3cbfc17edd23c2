"""What somebody was told, and how they want to be told."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from merilo.web.access.request import SignedIn
from merilo.web.frame.live import live
from merilo.web.jobs.alive import alive
from merilo.web.notices import lists, wishes
from merilo.web.notices.forms import HOURS, Wish, known, offered
from merilo.web.notices.models import Channel, Notice
from merilo.web.notices.unread import unread
from merilo.web.notices.words import ICONS, KIND_ICONS, KINDS, STATES, WAYS, kind_called
from merilo.words import _

ON_A_PAGE, OF_LOG = 30, 50


@require_safe
def notices(request: SignedIn) -> HttpResponse:
    """Everything they were told, the newest first."""
    mine = Notice.objects.filter(to=request.user)
    page_of = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {
        "page_of": page_of, "said": {}, "icons": KIND_ICONS, "called": kind_called,
        "newest": max((one.pk for one in page_of), default=0),
        "troubled": lists.troubled(request.user, datetime.now(UTC)),
    })  # fmt: skip


@require_safe
def bell(request: SignedIn) -> HttpResponse:
    """The bell of the frame: how many they have not read."""
    count = unread(request.user)
    return live(request, count, lambda mark: render(
        request, "notices/bell.html", {"count": count, "mark": mark}
    ))  # fmt: skip


@require_POST
def opened(request: SignedIn, pk: int) -> HttpResponse:
    """Go where it leads; it is read."""
    found = get_object_or_404(Notice, pk=pk, to=request.user)
    Notice.objects.filter(pk=pk, read=None).update(read=datetime.now(UTC))
    here = found.link.startswith("/") and url_has_allowed_host_and_scheme(found.link, None)
    return redirect(found.link if here else "notices")


@require_POST
def all_read(request: SignedIn) -> HttpResponse:
    """All they could see is read; what came meanwhile is not."""
    newest = request.POST.get("newest", "")
    if not (newest.isascii() and newest.isdecimal() and len(newest) < 19):
        raise Http404
    mine = Notice.objects.filter(to=request.user, read=None, pk__lte=int(newest))
    mine.update(read=datetime.now(UTC))
    return redirect("notices")


@require_safe
def channels(request: SignedIn) -> HttpResponse:
    """By which ways they are told, beside the pages."""
    return shown(request)


def shown(request: SignedIn, wrong: Wish | None = None, key: str = "") -> HttpResponse:
    """The page of channels; with the form that is wrong, or the key that is shown once."""
    has = {one.way: one for one in Channel.objects.select_related("to").filter(to=request.user)}
    cards = [card(request, way, has.get(way), wrong) for way in WAYS]
    return render(request, "notices/channels.html", {
        "cards": cards, "key": key, "worker": alive(),
        "hours": [(n, lists.minutes(n * 60)) for n in HOURS],
        "kinds": [(kind, _(title)) for kind, title in KINDS.items()],
    }, status=422 if wrong else 200)  # fmt: skip


def card(
    request: SignedIn, way: str, channel: Channel | None, wrong: Wish | None
) -> dict[str, object]:
    """A way: its form, and how it does."""
    mine = wrong if wrong and wrong.way == way else None
    return {
        "way": way, "title": _(WAYS[way]), "icon": ICONS[way], "on": channel is not None,
        "missing": offered(request.user)[way], "form": mine or Wish(way, channel),
        "open": mine is not None, "known": known(channel) if channel else "",
        "wish": lists.wish(channel) if channel else [],
        "standing": lists.standing(channel, datetime.now(UTC)) if channel else None,
    }  # fmt: skip


@require_POST
def channel(request: SignedIn, way: str) -> HttpResponse:
    """Keep how they want to be told by this way."""
    if way not in WAYS:
        raise Http404
    there = Channel.objects.filter(to=request.user, way=way).first()
    if offered(request.user)[way]:
        raise Http404
    form = Wish(way, there, request.POST)
    if not form.is_valid():
        return shown(request, form)
    key = wishes.keep(request.user, form, datetime.now(UTC))
    if key:
        return shown(request, key=key)
    messages.success(request, _("Saved."))
    return redirect("channels")


@require_POST
def channel_off(request: SignedIn, way: str) -> HttpResponse:
    """No more of this way; what waited for it is not sent."""
    mine(request, way).delete()
    messages.success(request, _("Removed. What you are told stands here as before."))
    return redirect("channels")


@require_POST
def channel_key(request: SignedIn, way: str) -> HttpResponse:
    """Another key that signs, shown this once."""
    found = mine(request, way)
    if way != "webhook":
        raise Http404
    return shown(request, key=wishes.renew(found))


@require_POST
def channel_test(request: SignedIn, way: str) -> HttpResponse:
    """Send a message to see whether it arrives."""
    if not wishes.attempt(mine(request, way), datetime.now(UTC)):
        messages.info(request, _("A test was sent just now. Wait half a minute."))
    return redirect("channels")


@require_safe
def channel_state(request: SignedIn, way: str) -> HttpResponse:
    """How it does, as a piece that renews itself."""
    standing = lists.standing(mine(request, way), datetime.now(UTC))
    return live(request, standing, lambda mark: render(
        request, "notices/state.html", {"way": way, "standing": standing, "mark": mark}
    ))  # fmt: skip


def mine(request: SignedIn, way: str) -> Channel:
    """Their channel; nobody else's."""
    return get_object_or_404(Channel.objects.select_related("to"), to=request.user, way=way)


@require_safe
def deliveries(request: SignedIn) -> HttpResponse:
    """What became of all messages: to whom, by which way; not what they say."""
    said = {"state": request.GET.get("state", ""), "way": request.GET.get("way", "")}
    page_of = Paginator(lists.log(**said), OF_LOG).get_page(request.GET.get("page"))
    return render(request, "notices/log.html", {
        "page_of": page_of, "said": said, "lines": lists.lines(page_of), "worker": alive(),
        "states": [(state, _(title)) for state, title in STATES.items()],
        "ways": [(way, _(title)) for way, title in WAYS.items()],
        "narrowed": any(said.values()),
    })  # fmt: skip
