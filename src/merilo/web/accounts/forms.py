"""What is typed about accounts, checked."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from merilo.web.accounts.models import Invitation, User
from merilo.words import _


class Join(forms.Form):
    """Name, address and password of a new account."""

    name = forms.CharField(max_length=150, strip=True)
    email = forms.EmailField(max_length=254)
    password = forms.CharField(strip=False, max_length=200)

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        given = {"email": invitation.email, "name": invitation.name}
        super().__init__(*args, initial=given, **options)
        self.invitation = invitation
        if invitation.email:  # it was sent there, and is for nobody else
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Nobody has it yet."""
        email: str = self.cleaned_data["email"].casefold()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email

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
        return User.objects.create_user(
            said["email"], said["password"], name=said["name"], role=taken.role,
            person=taken.person,
        )  # fmt: skip
