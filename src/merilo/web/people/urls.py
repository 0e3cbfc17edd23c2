from django.urls import path

from merilo.web.people import card, charts, compare, views, work

urlpatterns = [
    path("people/", views.table, name="people"),
    path("people/filters/", views.filters, name="filters"),
    path("people/compare/", compare.compare, name="compare"),
    path("people/chart/<slug:name>.png", charts.picture, name="chart"),
    path("people/<path:key>/months/", work.work, name="work"),
    path("people/<path:key>/feed/", work.doings, name="feed"),
    path("people/<path:key>/", card.card, name="card"),
]
