"""Addresses of the gateway's pages."""

from django.urls import URLPattern, path

from weerbaar.desk.gateway import pages

urlpatterns: list[URLPattern] = [
    path("ai/", pages.ai, name="ai"),
    path("ai/keys/<int:id>/withdraw/", pages.ai_key_withdraw, name="ai_key_withdraw"),
    path("ai/ask/<uuid:ref>/", pages.ai_ask, name="ai_ask"),
    path("ai/gateway/", pages.ai_gateway, name="ai_gateway"),
    path("ai/gateway/teams/", pages.ai_team_key, name="ai_team_key"),
    path("ai/gateway/budgets/<slug:scope>/", pages.ai_budget, name="ai_budget"),
    path("ai/gateway/providers/<int:id>/", pages.ai_provider, name="ai_provider"),
    path("ai/gateway/providers/<int:id>/retire/", pages.ai_provider_retire, name="ai_provider_retire"),
]
