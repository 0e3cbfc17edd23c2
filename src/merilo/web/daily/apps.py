from django.apps import AppConfig


class Daily(AppConfig):
    name, label = "merilo.web.daily", "daily"
