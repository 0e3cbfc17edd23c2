from django.urls import path

from merilo.web.daily import book, forms, offline, page, read, sheet

urlpatterns = [
    path("report/", page.report, name="report"),
    path("report/forms/", forms.edit, name="report_forms"),
    path("reports/", sheet.filed, name="filed"),
    path("reports/one/", read.one, name="filed_one"),
    path("log/", book.book, name="log"),
    path("log/customers/", book.known_customers, name="log_customers"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
