from django.urls import path

from merilo.web.figures import views

urlpatterns = [
    path("figures/<slug:metric>/", views.figure, name="figure"),
    path("figures/<slug:metric>/rows/", views.rows, name="rows"),
    path("metrics/", views.dictionary, name="dictionary"),
    path("metrics/<slug:metric>/", views.definition, name="definition"),
]
