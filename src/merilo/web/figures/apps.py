from django.apps import AppConfig


class Figures(AppConfig):
    name, label = "merilo.web.figures", "figures"
