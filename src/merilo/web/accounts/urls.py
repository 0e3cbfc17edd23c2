from allauth.account import views as allauth
from django.urls import include, path

from merilo.web.accounts import views

urlpatterns = [
    path("join/<str:word>/", views.join, name="join"),
    path("look/", views.look, name="look"),
    path("account/", views.profile, name="profile"),
    path("account/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/password/", allauth.password_change, name="account_change_password"),
    path("account/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/<uidb36>-<key>/", allauth.password_reset_from_key,
         name="account_reset_password_from_key"),
    path("password/reset/key/done/", allauth.password_reset_from_key_done,
         name="account_reset_password_from_key_done"),
]  # fmt: skip
