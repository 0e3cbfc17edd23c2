from django.urls import path

from merilo.web.data import calendar, loads, quality, staff, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/send/", views.send, name="send"),
    path("imports/<uuid:sent>/", views.upload, name="upload"),
    path("imports/<uuid:sent>/again/", views.again, name="reread"),
    path("imports/<uuid:sent>/change/", views.change, name="remap"),
    path("imports/<uuid:sent>/import/", views.let_in, name="let_in"),
    path("imports/<uuid:sent>/discard/", views.discard, name="discard"),
    path("imports/refused/<str:name>", views.refused, name="refused"),
    path("staff/", staff.staff, name="staff"),
    path("staff/units/<path:key>/", staff.unit, name="unit"),
    path("staff/people/<path:key>/", staff.person, name="posting"),
    path("staff/calendar/", calendar.calendar, name="calendar"),
    path("quality/", quality.quality, name="quality"),
    path("loads/", loads.loads, name="loads"),
    path("loads/<int:number>/", loads.load, name="load"),
    path("loads/<int:number>/weigh/", loads.weigh, name="weigh"),
    path("loads/<int:number>/undo/", loads.undo, name="undo"),
]
