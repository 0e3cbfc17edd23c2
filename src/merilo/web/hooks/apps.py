from django.apps import AppConfig


class Hooks(AppConfig):
    name, label = "merilo.web.hooks", "hooks"
