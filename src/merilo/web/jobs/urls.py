from django.urls import path

from merilo.web.jobs import views

urlpatterns = [
    path("runs/<uuid:work>/", views.run, name="run"),
    path("runs/<uuid:work>/stop/", views.stop, name="stop"),
]
