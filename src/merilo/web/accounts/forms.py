"""What is typed about accounts, checked."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from merilo.report.addresses import Addressed, owner
from merilo.report.roles import ROLES
from merilo.web.accounts.models import Invitation, Role, User
from merilo.words import LANGS, _, say


def untaken(email: str) -> str:
    """The address, if nobody has it yet; a ValidationError if somebody has."""
    if User.objects.filter(email__iexact=email).exists():
        raise forms.ValidationError(_("There is an account with this address already."))
    return email.casefold()


class Join(forms.Form):
    """Name, address and password of a new account."""

    name = forms.CharField(max_length=150, strip=True)
    email = forms.EmailField(max_length=254)
    password = forms.CharField(strip=False, max_length=200)

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        given = {"email": invitation.email, "name": invitation.name}
        super().__init__(*args, **options | {"initial": given})
        self.invitation = invitation
        if invitation.email:  # it was sent there, and is for nobody else
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Nobody has it yet."""
        return untaken(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """The password is none of those that are guessed first."""
        said = super().clean() or {}
        if "password" in said:
            user = User(email=said.get("email", ""), name=said.get("name", ""))
            try:
                validate_password(said["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said

    @transaction.atomic
    def save(self) -> User:
        """The account; the invitation is used up."""
        taken = Invitation.objects.select_for_update().get(pk=self.invitation.pk, used=False)
        taken.used = True
        taken.save(update_fields=["used"])
        said = self.cleaned_data
        user = User.objects.create_user(
            said["email"], said["password"], name=said["name"], role=taken.role,
            person=taken.person,
        )  # fmt: skip
        # Whoever invited vouches for the address; one that was typed may be anybody's, and single
        # sign-on would then take the password away from whoever typed it.
        vouched = bool(taken.email) or taken.by is None
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=vouched)
        return user


THEMES = ("", "light", "dark")


class Own(forms.Form):
    """What everybody says of themselves: name, language, appearance."""

    name = forms.CharField(max_length=150, strip=True)
    language = forms.ChoiceField(choices=[(lang, lang) for lang in ("", *LANGS)], required=False)
    theme = forms.ChoiceField(choices=[(theme, theme) for theme in THEMES], required=False)


class Staff(forms.Form):
    """An account as the administrator sets it: name, role, person of the facts by name."""

    name = forms.CharField(max_length=150, strip=True)
    role = forms.ChoiceField(choices=Role.choices)
    person = forms.CharField(max_length=300, strip=True, required=False)

    def __init__(
        self, *args: Any, people: Mapping[str, Addressed], user: User | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.people, self.user = people, user

    def clean_person(self) -> str:
        """The key of the person that goes by the name typed; nobody else has it."""
        typed: str = self.cleaned_data["person"]
        if not typed:
            return ""
        if self.user and self.user.person == typed not in self.people:
            return typed  # the facts no longer know them; the account still does
        found = next((one for one in self.people.values() if typed in (one.name, one.key)), None)
        if found is None:
            raise forms.ValidationError(_("There is no such person: choose one of the list."))
        self.free(found)
        return found.key

    def free(self, person: Addressed) -> None:
        """Nobody else has that person."""
        others = User.objects.filter(person=person.key, demo=False)
        if self.user:
            others = others.exclude(pk=self.user.pk)
        if taken := others.first():
            raise forms.ValidationError(
                say("This person has an account already: {email}", email=taken.email)
            )


class Invite(Staff):
    """A new account: the same, and the address that the link goes to."""

    email = forms.EmailField(max_length=254)
    field_order = ("email", "name", "role", "person")

    def clean_email(self) -> str:
        """Nobody has it yet."""
        return untaken(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Who has that address in the facts is meant, unless somebody else is chosen."""
        said = super().clean() or {}
        if not said.get("person") and (found := owner(self.people, said.get("email", ""))):
            said["person"] = found.key
        return said


def roles() -> list[tuple[str, str]]:
    """The roles an account can have, and what they are called."""
    return [(role.value, _(ROLES[role])) for role in Role]
