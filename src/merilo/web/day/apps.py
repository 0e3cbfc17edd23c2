from django.apps import AppConfig


class Day(AppConfig):
    name, label = "merilo.web.day", "day"
