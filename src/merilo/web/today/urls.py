from django.urls import path

from merilo.web.today import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/matters/", views.matters, name="matters"),
    path("today/answer/", views.respond, name="respond"),
    path("today/answers/<int:answer>/back/", views.take_back, name="take_back"),
]
