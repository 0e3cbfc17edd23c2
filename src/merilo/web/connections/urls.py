from django.urls import path

from merilo.web.connections import add, agree, choices, people, views

urlpatterns = [
    path("oauth/back/", agree.back, name="connection_back"),
    path("connections/", views.connections, name="connections"),
    path("connections/live/", views.live, name="connections_live"),
    path("connections/new/", add.choose, name="connection_new"),
    path("connections/new/<slug:system>/", add.add, name="connection_add"),
    path("connections/<slug:name>/", views.connection, name="connection"),
    path("connections/<slug:name>/state/", views.state, name="connection_state"),
    path("connections/<slug:name>/do/", views.act, name="connection_act"),
    path("connections/<slug:name>/choices/", choices.choices, name="connection_choices"),
    path("connections/<slug:name>/people/", people.people, name="connection_people"),
    path("connections/<slug:name>/fields/", choices.fields, name="connection_fields"),
    path("connections/<slug:name>/sign-in/", add.sign_in, name="connection_sign_in"),
    path("connections/<slug:name>/disconnect/", views.disconnect, name="connection_disconnect"),
]
