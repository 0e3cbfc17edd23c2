from django.apps import AppConfig


class Plans(AppConfig):
    name, label = "merilo.web.plans", "plans"
