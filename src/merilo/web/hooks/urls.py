from django.urls import path

from merilo.web.hooks import views

urlpatterns = [path("hooks/<str:connection>/<str:secret>/", views.hook, name="hook")]
