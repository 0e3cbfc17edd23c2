from django.apps import AppConfig


class Access(AppConfig):
    name, label = "merilo.web.access", "access"
