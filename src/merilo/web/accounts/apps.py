from django.apps import AppConfig


class Accounts(AppConfig):
    name, label = "merilo.web.accounts", "accounts"
