"""The addresses of all pages. Each has a name, and stands in the table of who may open it."""

from django.urls import include, path

from merilo.web.frame import meters
from merilo.web.frame import views as frame

urlpatterns = [
    path("", frame.home, name="home"),
    path("health/", frame.health, name="health"),
    path("metrics.txt", meters.meters, name="metrics"),
    path("language/", frame.language, name="language"),
    path("theme/", frame.theme, name="theme"),
    path("", include("merilo.web.accounts.urls")),
    path("", include("merilo.web.hooks.urls")),
    path("", include("merilo.web.day.urls")),  # before people, whose keys may hold anything
    path("", include("merilo.web.people.urls")),
    path("", include("merilo.web.figures.urls")),
    path("", include("merilo.web.plans.urls")),
    path("", include("merilo.web.today.urls")),
    path("", include("merilo.web.tasks.urls")),
    path("", include("merilo.web.daily.urls")),
    path("", include("merilo.web.alerts.urls")),
    path("", include("merilo.web.notices.urls")),
    path("", include("merilo.web.data.urls")),
    path("", include("merilo.web.connections.urls")),
    path("", include("merilo.web.jobs.urls")),
]
handler400 = "merilo.web.frame.errors.bad"
handler403 = "merilo.web.frame.errors.forbidden"
handler404 = "merilo.web.frame.errors.missing"
handler500 = "merilo.web.frame.errors.broken"
