from django.apps import AppConfig


class Frame(AppConfig):
    name, label = "merilo.web.frame", "frame"
