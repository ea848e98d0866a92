"""Addresses of this room."""

from django.urls import URLPattern, path

from weerbaar.desk.proof import pages, people

urlpatterns: list[URLPattern] = [
    path("proof/", pages.proof, name="proof"),
    path("proof/asks/<uuid:ref>/", pages.proof_ask, name="proof_ask"),
    path("proof/asks/<uuid:ref>/state/", pages.proof_ask_state, name="proof_ask_state"),
    path("proof/asks/<uuid:ref>/do/", pages.proof_ask_do, name="proof_ask_do"),
    path("proof/asks/<uuid:ref>/evidence.json", pages.proof_evidence, name="proof_evidence"),
    path("proof/me/", pages.proof_me, name="proof_me"),
    path("proof/me/state/", pages.proof_me_state, name="proof_me_state"),
    path("proof/me/<uuid:ref>/", pages.proof_answer, name="proof_answer"),
    path("proof/me/<uuid:ref>/state/", pages.proof_answer_state, name="proof_answer_state"),
    path("proof/me/<uuid:ref>/no/", pages.proof_no, name="proof_no"),
    path("proof/me/<uuid:ref>/yes/", pages.proof_yes, name="proof_yes"),
    path("proof/door/", pages.proof_door, name="proof_door"),
    path("proof/devices/", people.proof_devices, name="proof_devices"),
    path("proof/devices/add/", people.proof_add, name="proof_add"),
    path("proof/devices/<uuid:ref>/revoke/", people.proof_revoke, name="proof_revoke"),
    path("proof/phone/", people.proof_phone, name="proof_phone"),
    path("proof/phone/add/", people.proof_phone_add, name="proof_phone_add"),
    path("proof/phones/", people.proof_phones, name="proof_phones"),
    path("proof/people/", people.proof_people, name="proof_people"),
    path("proof/people/invite/", people.proof_invite, name="proof_invite"),
    path("proof/people/<uuid:ref>/do/", people.proof_person_do, name="proof_person_do"),
    path("proof/welcome/<str:secret>/", people.proof_welcome, name="proof_welcome"),
    path("proof/offline/", people.proof_offline, name="proof_offline"),
]
