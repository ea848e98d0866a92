"""Addresses of the agreement about AI: read and signed by everybody, made by some."""

from django.urls import URLPattern, path

from weerbaar.desk.agreements import asking, numbers, people, reading, register

urlpatterns: list[URLPattern] = [
    path("agreement/", reading.agreement, name="agreement"),
    path("agreement/sign/", reading.agreement_sign, name="agreement_sign"),
    path("agreement/agreement.pdf", reading.agreement_pdf, name="agreement_pdf"),
    path("agreement/agreement.toml", reading.agreement_toml, name="agreement_toml"),
    path("agreement/versions/", reading.agreement_versions, name="agreement_versions"),
    path("agreement/versions/<int:number>/", reading.agreement_version, name="agreement_version"),
    path("agreement/tools/", register.ai_tools, name="ai_tools"),
    path("agreement/tools/ai-tools.csv", register.ai_tools_csv, name="ai_tools_csv"),
    path("agreement/tools/ai-tools.toml", register.ai_tools_toml, name="ai_tools_toml"),
    path("agreement/numbers/", numbers.ai_numbers, name="ai_numbers"),
    path("agreement/people/", people.agreement_people, name="agreement_people"),
    path("agreement/people/export/", people.agreement_people_export, name="agreement_people_export"),
    path("agreement/make/", asking.agreement_make, name="agreement_make"),
    path("agreement/make/undo/", asking.agreement_undo, name="agreement_undo"),
    path("agreement/make/publish/", asking.agreement_publish, name="agreement_publish"),
    path("agreement/make/import/", asking.agreement_import, name="agreement_import"),
    path("agreement/make/tools/<slug:id>/", asking.agreement_tool, name="agreement_tool"),
    path("agreement/make/<slug:theme>/", asking.agreement_theme, name="agreement_theme"),
]
