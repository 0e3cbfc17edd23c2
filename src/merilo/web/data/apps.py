from django.apps import AppConfig


class Data(AppConfig):
    name, label = "merilo.web.data", "data"
