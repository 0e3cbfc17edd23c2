"""How allauth is told our rules: nobody signs up by themselves, whoever is out stays out."""

import base64
import hashlib
from pathlib import Path
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazy

from merilo.web import secrets
from merilo.web.accounts.models import User
from merilo.words import _

later = lazy(_, str)  # said in the language of whoever reads it, not of whoever started the server


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation alone."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": later("The address or the password is wrong."),
        "incorrect_password": later("The password is wrong."),
        "enter_current_password": later("Type the password you have now."),
        "too_many_login_attempts": later(
            "Too many attempts that failed. Wait five minutes, then try again."
        ),
        "rate_limited": later("Too many requests at once. Wait a minute, then try again."),
        "invalid_password_reset": later("This link is used up. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How else one can prove who one is, in our words."""
        said = {
            "reauthenticate": _("By password"),
            "mfa_reauthenticate": _("By a code of the app"),
            "mfa_reauthenticate:webauthn": _("By a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [one | {"description": said.get(one["id"], one["description"])} for one in methods]


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: the secrets of apps lie in the database encrypted, the key beside it."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": later("The code is wrong or too old. Type the one shown now."),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """What a passkey is called until its owner says otherwise."""
        return _("Passkey")


def cipher() -> Fernet:
    """What encrypts the secrets of apps: by a key of the installation, made for this alone."""
    key = hashlib.sha256(secrets.key(Path(settings.HOME), "factors").encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on opens the account of that address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        raise ImmediateHttpResponse(refused(request, reason(sociallogin)))


def reason(sociallogin: Any) -> str:
    """Why single sign-on opens nothing."""
    addresses = sociallogin.email_addresses
    if not addresses:
        return _("Your company's sign-in did not tell your address, so Merilo cannot find your "
                 "account. Tell the administrator.")  # fmt: skip
    if not any(one.verified for one in addresses):
        return _("Your company's sign-in does not vouch for your address: it has to be confirmed "
                 "there first. Then try again.")  # fmt: skip
    return _("There is no account with your address here. Ask the administrator for an invitation.")


def refused(request: HttpRequest, text: str) -> HttpResponse:
    """The page that says why nobody came in."""
    return render(request, "socialaccount/refused.html", {"text": text}, status=403)
