from django.urls import path

from merilo.web.people import card, compare, views

urlpatterns = [
    path("people/", views.table, name="people"),
    path("people/filters/", views.filters, name="filters"),
    path("people/compare/", compare.compare, name="compare"),
    path("people/<str:key>/", card.card, name="card"),
]
