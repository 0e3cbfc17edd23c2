from django.apps import AppConfig


class People(AppConfig):
    name, label = "merilo.web.people", "people"
