"""The addresses of the pages for mailboxes, quarantine and the look at what came before."""

from django.urls import URLPattern, path

from weerbaar.desk.intake import pages, scan_pages

urlpatterns: list[URLPattern] = [
    path("team/mailboxes/", pages.mailboxes, name="mailboxes"),
    path("team/mailboxes/<uuid:ref>/change/", pages.mailbox_change, name="mailbox_change"),
    path("team/mailboxes/<uuid:ref>/", pages.mailbox_set, name="mailbox_set"),
    path("team/doubts/<uuid:ref>/siblings/", pages.case_siblings, name="siblings"),
    path("team/quarantines/<uuid:ref>/", pages.quarantine_do, name="quarantine_do"),
    path("team/scans/", scan_pages.scans, name="scans"),
    path("team/scans/switch/", scan_pages.scan_switch, name="scan_switch"),
    path("team/scans/<uuid:ref>/", scan_pages.scan_do, name="scan_do"),
]
