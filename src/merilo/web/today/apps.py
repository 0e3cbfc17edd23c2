from django.apps import AppConfig


class Today(AppConfig):
    name, label = "merilo.web.today", "today"
