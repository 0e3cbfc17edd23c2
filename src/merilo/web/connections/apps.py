from django.apps import AppConfig


class Connections(AppConfig):
    name, label = "merilo.web.connections", "connections"
