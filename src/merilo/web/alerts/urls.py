from django.urls import path

from merilo.web.alerts import rules, trial, views

urlpatterns = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/<int:pk>/", views.alarm, name="alarm"),
    path("alerts/<int:pk>/answer/", views.answer_alarm, name="alarm_answer"),
    path("alerts/rules/", rules.rules, name="alert_rules"),
    path("alerts/rules/new/", rules.rule, name="alert_rule_new"),
    path("alerts/rules/try/", trial.attempt, name="alert_try"),
    path("alerts/rules/offer/", rules.offer, name="alert_offer"),
    path("alerts/rules/<int:pk>/", rules.rule, name="alert_rule"),
    path("alerts/rules/<int:pk>/change/", rules.change, name="alert_change"),
]
