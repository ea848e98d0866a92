"""Addresses of the ledger: payees, confirmations, what is taken in, and what is said to suppliers."""

from django.urls import URLPattern, path

from weerbaar.desk.ledger import confirming, payees, rules_page, suppliers, taking_pages

urlpatterns: list[URLPattern] = [
    path("ledger/", payees.payees, name="payees"),
    path("ledger/verify/", payees.verify, name="ledger_verify"),
    path("ledger/export/", payees.export, name="ledger_export"),
    path("ledger/add/", payees.payee_add, name="payee_add"),
    path("ledger/payees/<slug:id>/", payees.payee, name="payee"),
    path("ledger/payees/<slug:id>/change/", payees.payee_change, name="payee_change"),
    path("ledger/payees/<slug:id>/merge/", payees.payee_merge, name="payee_merge"),
    path("ledger/evidence/<slug:digest>/", payees.evidence_file, name="ledger_evidence"),
    path("ledger/files/", taking_pages.imports, name="ledger_imports"),
    path("ledger/files/<uuid:ref>/", taking_pages.one_import, name="ledger_import"),
    path("ledger/rules/", rules_page.payment_rules, name="payment_rules"),
    path("ledger/letter/", suppliers.letter, name="suppliers_letter"),
    path("confirmations/", confirming.confirmations, name="confirmations"),
    path("confirmations/new/", confirming.confirm_open, name="confirm_open"),
    path("confirmations/<uuid:ref>/", confirming.confirmation, name="confirmation"),
    path("confirmations/<uuid:ref>/call/", confirming.confirm_call, name="confirm_call"),
    path("confirmations/<uuid:ref>/end/", confirming.confirm_end, name="confirm_end"),
    path("suppliers/<slug:slug>/", suppliers.page, name="suppliers_page"),
]
