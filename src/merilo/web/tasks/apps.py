from django.apps import AppConfig


class Tasks(AppConfig):
    name, label = "merilo.web.tasks", "tasks"
