from django.urls import path

from merilo.web.tasks import feed, views

urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/heard/", views.heard, name="tasks_heard"),
    path("tasks/new/", views.new, name="task_new"),
    path("tasks/feed/", feed.secret, name="tasks_secret"),
    path("tasks/feed/<slug:word>.ics", feed.feed, name="tasks_feed"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/edit/", views.edit, name="task_edit"),
    path("tasks/<int:pk>/act/", views.act, name="task_act"),
]
