"""The pages of the administrator: accounts, invitations."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.errors import Error
from merilo.report.addresses import Addressed, addressed
from merilo.web.access.audit.views import LONGEST
from merilo.web.access.request import SignedIn
from merilo.web.accounts.changes import LastAdministrator, change, end
from merilo.web.accounts.forms import Invite, Staff, roles
from merilo.web.accounts.invite import Guest, Letter, again, invite, send
from merilo.web.accounts.lists import STATES, accounts, open_invitations, uninvited, unmatched
from merilo.web.accounts.models import Invitation, Role, User
from merilo.web.accounts.sessions import sessions
from merilo.web.desks import desk
from merilo.words import _, several

AT_ONCE = 50


@require_safe
def listed(request: SignedIn) -> HttpResponse:
    """All accounts, and the invitations nobody has used yet."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    state = request.GET.get("state", "")
    known = people()
    found = accounts(known, text, state if state in STATES else "")
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    return render(request, "accounts/accounts.html", {
        "page_of": page, "said": {"q": text, "state": state}, "states": states(),
        "invitations": open_invitations(known), "waiting": len(uninvited(known)),
        "matching": len(unmatched(known)), "alone": User.objects.count() == 1,
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One account: name, role, person of the facts; its state and its sessions."""
    user, known = get_object_or_404(User, pk=pk), people()
    mine = known[user.person].name if user.person in known else user.person
    form = Staff(request.POST or None, people=known, user=user,
                 initial={"name": user.name, "role": user.role, "person": mine})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            change(user, **form.cleaned_data)
        except LastAdministrator:
            form.add_error("role", last())
        else:
            messages.success(request, _("Saved."))
            return redirect("account", pk)
    return render(request, "accounts/account.html", {
        "one": user, "form": form, "roles": roles(), "people": known,
        "sessions": sessions(user, request),
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


@require_POST
def match(request: SignedIn) -> HttpResponse:
    """Give the accounts without a person those whom the facts know by the same address."""
    found = unmatched(people())
    for user, person in found:
        change(user, person=person.key)
    text = several("{count} account matched.", "{count} accounts matched.", len(found))
    messages.success(request, text)
    return redirect("accounts")


@require_POST
def active(request: SignedIn, pk: int) -> HttpResponse:
    """Switch an account off, which ends its sessions at once; or on again."""
    user = get_object_or_404(User, pk=pk)
    try:
        now = change(user, is_active=request.POST.get("active") == "true")
    except LastAdministrator:
        messages.error(request, last())
    else:
        messages.success(request, _("The account is active again.") if now.is_active
                         else _("The account is switched off; its sessions ended."))  # fmt: skip
    return redirect("account", pk)


@require_POST
def away(request: SignedIn, pk: int) -> HttpResponse:
    """End all sessions of an account; one's own stays where one is."""
    mine = request.session.session_key or "" if request.user.pk == pk else ""
    count = end(get_object_or_404(User, pk=pk), but=mine)
    messages.success(request, several("{count} session ended.", "{count} sessions ended.", count))
    return redirect("account", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_one(request: SignedIn) -> HttpResponse:
    """Invite somebody: the link is shown once."""
    known = people()
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("email", "name", "person")}
    form = Invite(request.POST or None, people=known, initial={"role": Role.SELLER} | asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        guest = Guest(said["email"], said["name"], Role(said["role"]), said["person"])
        return shown(request, send(invite(request, request.user, [guest])))
    return render(request, "accounts/invite.html", {
        "form": form, "roles": roles(), "people": known,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def invite_many(request: SignedIn) -> HttpResponse:
    """Invite people of the facts who have an address and no account, in one go."""
    offered = uninvited(people())
    if request.method == "POST":
        keys = set(request.POST.getlist("person"))
        guests = [guest for guest in offered if guest.person in keys]
        if guests:
            return shown(request, send(invite(request, request.user, guests)))
        messages.error(request, _("Nobody was chosen."))
        return redirect("invite_many")
    said = {"offered": offered, "roles": dict(roles())}
    return render(request, "accounts/invite_many.html", said)


@require_POST
def invitation(request: SignedIn, pk: int) -> HttpResponse:
    """Take an invitation back, or make its link anew."""
    found = get_object_or_404(Invitation, pk=pk, used=False)
    if request.POST.get("do") == "again":
        return shown(request, send([again(request, found)]))
    found.delete()
    messages.success(request, _("The invitation is withdrawn: its link opens nothing."))
    return redirect("accounts")


def shown(request: HttpRequest, letters: list[Letter]) -> HttpResponse:
    """The links, once: nowhere are they kept."""
    answer = render(request, "accounts/links.html", {"letters": letters})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def people() -> Mapping[str, Addressed]:
    """The people of the facts by key; none while there are no facts."""
    try:
        return addressed(desk())
    except Error:
        return {}


def states() -> dict[str, str]:
    """What accounts can be narrowed to."""
    return {"": _("All accounts"), "active": _("Active accounts"),
            "off": _("Accounts that are off"), "unproven": _("Without second factor"),
            "unmatched": _("Without a person")}  # fmt: skip


def last() -> str:
    """Why the last administrator stays one."""
    return _("This is the last administrator: nobody would be left who can let others in. "
             "Make another administrator first.")  # fmt: skip
