from django.apps import AppConfig


class Outbox(AppConfig):
    name, label = "merilo.web.outbox", "outbox"
