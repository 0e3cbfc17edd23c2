from django.apps import AppConfig


class Notices(AppConfig):
    name, label = "merilo.web.notices", "notices"
