from django.urls import path

from merilo.web.plans import chances, divide, history, kpis, scores, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/chances/", chances.chances, name="plans_chances"),
    path("plans/kpis/", kpis.kpis, name="kpis"),
    path("scorecards/", scores.scorecards, name="scorecards"),
    path("plans/history/", history.history, name="plans_history"),
    path("plans/divide/", divide.divide, name="plans_divide"),
]
