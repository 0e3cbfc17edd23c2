"""The real settings, with a mail server that speaks without encryption."""

from merilo.web.settings import *  # noqa: F403

EMAIL_USE_TLS = False
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
