from django.urls import path

from merilo.web.plans import (
    approvals,
    chances,
    divide,
    files,
    history,
    kpis,
    prorating,
    scores,
    trends,
    views,
)

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/chances/", chances.chances, name="plans_chances"),
    path("plans/approvals/", approvals.approvals, name="plans_approvals"),
    path("plans/approving/", approvals.approving, name="plans_approving"),
    path("plans/kpis/", kpis.kpis, name="kpis"),
    path("scorecards/", scores.scorecards, name="scorecards"),
    path("scorecards/trends/", trends.trends, name="score_trends"),
    path("plans/history/", history.history, name="plans_history"),
    path("plans/divide/", divide.divide, name="plans_divide"),
    path("plans/prorate/", prorating.prorate, name="plans_prorate"),
    path("plans/file/", files.file, name="plans_file"),
]
