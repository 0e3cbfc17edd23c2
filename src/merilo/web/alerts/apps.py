from django.apps import AppConfig


class Alerts(AppConfig):
    name, label = "merilo.web.alerts", "alerts"
