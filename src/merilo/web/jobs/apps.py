from django.apps import AppConfig


class Jobs(AppConfig):
    name, label = "merilo.web.jobs", "jobs"
