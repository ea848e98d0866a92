"""Addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.payments import invoice_pages, pages

urlpatterns: list[URLPattern] = [
    path("payments/check/", pages.gate, name="gate"),
    path("payments/check/answers/", pages.answers, name="gate_answers"),
    path("payments/check/doors/", pages.doors, name="gate_doors"),
    path("payments/check/key.pem", pages.key, name="gate_key"),
    path("payments/check/<uuid:ref>/", pages.run, name="gate_run"),
    path("payments/check/<uuid:ref>/again/", pages.again, name="gate_again"),
    path("payments/check/<uuid:ref>/aside/", pages.aside, name="gate_aside"),
    path("payments/check/<uuid:ref>/held/", pages.held, name="gate_held"),
    path("payments/check/<uuid:ref>/released/<int:round>/", pages.released, name="gate_released"),
    path("payments/check/<uuid:ref>/released/<int:round>/signature/", pages.signature, name="gate_signature"),
    path("payments/check/<uuid:ref>/lines/<int:number>/confirm/", pages.confirm, name="gate_confirm"),
    path("payments/check/<uuid:ref>/lines/<int:number>/ask/", pages.ask, name="gate_ask"),
    path("payments/invoices/", invoice_pages.invoices, name="invoices"),
    path("payments/invoices/<uuid:ref>/", invoice_pages.invoice, name="invoice"),
    path("payments/invoices/<uuid:ref>/<int:number>/confirm/", invoice_pages.confirm, name="invoice_confirm"),
]
