"""The addresses of notices and channels."""

from django.urls import path

from merilo.web.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/read/", views.all_read, name="notices_read"),
    path("notices/<int:pk>/", views.opened, name="notice"),
    path("notices/channels/", views.channels, name="channels"),
    path("notices/channels/<slug:way>/", views.channel, name="channel"),
    path("notices/channels/<slug:way>/off/", views.channel_off, name="channel_off"),
    path("notices/channels/<slug:way>/key/", views.channel_key, name="channel_key"),
    path("notices/channels/<slug:way>/test/", views.channel_test, name="channel_test"),
    path("notices/channels/<slug:way>/state/", views.channel_state, name="channel_state"),
    path("notices/log/", views.deliveries, name="deliveries"),
]
