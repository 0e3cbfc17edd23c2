from django.apps import AppConfig


class Access(AppConfig):
    name, label = "merilo.web.access", "access"

    def ready(self) -> None:
        """From here on it is written down who comes and goes."""
        from merilo.web.access.audit import note  # noqa: F401
