from django.urls import path

from merilo.web.day import score, views

urlpatterns = [
    path("day/", views.day, name="day"),
    path("day/board/", views.board, name="day_board"),
    path("people/<path:key>/score/", score.score, name="score"),
]
