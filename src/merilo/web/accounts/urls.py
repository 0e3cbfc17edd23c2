"""The addresses of accounts: the way in, one's own, the administrator's."""

from allauth.account import views as allauth
from allauth.socialaccount import views as social
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from merilo.web.access.audit import views as audit
from merilo.web.accounts import office, sso, views

urlpatterns = [
    path("join/<str:word>/", views.join, name="join"),
    path("look/", views.look, name="look"),
    path("account/", views.profile, name="profile"),
    path("account/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/password/first/", allauth.password_set, name="account_set_password"),
    path("account/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("sign-in/", allauth.login, name="account_login"),
    # allauth's letters name it; nobody signs up here
    path("sign-up/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
            allauth.password_reset_from_key, name="account_reset_password_from_key"),
    path("password/reset/key/done/", allauth.password_reset_from_key_done,
         name="account_reset_password_from_key_done"),
    path("sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso/error/", social.login_error, name="socialaccount_login_error"),
    path("sso/<slug:provider_id>/", sso.leave, name="openid_connect_login"),
    path("sso/<slug:provider_id>/back/", sso.arrive, name="openid_connect_callback"),
    path("accounts/", office.listed, name="accounts"),
    path("accounts/match/", office.match, name="accounts_match"),
    path("accounts/<int:pk>/", office.one, name="account"),
    path("accounts/<int:pk>/active/", office.active, name="account_active"),
    path("accounts/<int:pk>/sessions/", office.away, name="account_sessions"),
    path("accounts/invite/", office.invite_one, name="invite"),
    path("accounts/invite/people/", office.invite_many, name="invite_many"),
    path("accounts/invitations/<int:pk>/", office.invitation, name="invitation"),
    path("audit/", audit.audit, name="audit"),
]  # fmt: skip
