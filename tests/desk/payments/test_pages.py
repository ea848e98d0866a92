"""The pages of the gate, as a bookkeeper uses them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.desk.cast import Desk
from tests.desk.payments.world import KROON, file, known, to_kroon, to_peeters, to_stranger
from weerbaar.desk.payments import words
from weerbaar.desk.payments.judge import Reason
from weerbaar.desk.payments.models import Answered, Run
from weerbaar.ledger.read import pain, refused


def upload(desk: Desk, data: bytes, name: str = "tom", view: str = "gate", **more: Any) -> Any:
    return desk.browser(name).post(reverse(view), {"file": SimpleUploadedFile("november.xml", data)}, follow=True, **more)


def test_from_the_file_to_the_bank(desk: Desk) -> None:
    from weerbaar.desk.ledger.models import Confirmation

    known(desk)
    data = file(to_kroon(), to_stranger(), to_peeters())
    page = upload(desk, data, headers={"accept-language": "nl"})
    run = Run.objects.get()
    assert page.redirect_chain == [(reverse("gate_run", args=(run.ref,)), 302)]
    said = page.content.decode()
    assert "Nieuwe Leverancier" in said and "18.400,00 EUR" in said and "1.560,40 EUR" in said
    tom = desk.browser("tom")
    released = tom.get(reverse("gate_released", args=(run.ref, 1)))
    assert released.content == run.releases.get().data
    assert f"november-{run.ref.hex[:12]}-1.xml" in released.headers["Content-Disposition"]
    assert tom.get(reverse("gate_held", args=(run.ref,))).content == run.waiting
    asked = tom.post(reverse("gate_confirm", args=(run.ref, 2)))
    confirmation = Confirmation.objects.select_related("organisation").get()
    assert asked.headers["Location"] == reverse("confirmation", args=(confirmation.ref,))
    assert tom.post(reverse("gate_confirm", args=(run.ref, 1))).status_code == 404  # it goes
    from weerbaar.desk.ledger import confirm as confirmations
    from weerbaar.model.ledger import How

    confirmations.record_call(
        confirmation,
        desk.member("ines"),
        outcome="confirmed",
        how=How.CONTRACT,
        spoke_with="Wim",
        files={"contract.pdf": b"%PDF"},
    )
    confirmations.approve(confirmation, desk.member("els"), seen=confirmations.last_call(confirmation)["step"])
    assert tom.post(reverse("gate_again", args=(run.ref,)), follow=True).status_code == 200
    assert [one.lines for one in run.releases.all()] == [2, 1]
    assert tom.get(reverse("gate_held", args=(run.ref,))).status_code == 404


def test_the_same_file_says_that_nothing_was_released_again(desk: Desk) -> None:
    known(desk)
    upload(desk, file(to_kroon()))
    with translation.override("nl"):
        told = translation.gettext("This file was checked before. Here is what became of it; nothing was released again.")
    assert told in upload(desk, file(to_kroon()), headers={"accept-language": "nl"}).content.decode()


def test_what_was_refused_says_why(desk: Desk) -> None:
    said = upload(desk, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').content.decode()
    assert "DOCTYPE" in said and "Er mag niets van betaald worden." in said


def test_a_form_without_file_says_what_to_do(desk: Desk) -> None:
    for view in ("gate", "invoices"):
        assert desk.browser("tom").post(reverse(view)).status_code == 400


def test_what_is_set_aside_is_told(desk: Desk) -> None:
    upload(desk, file(to_stranger()))
    run = Run.objects.get()
    desk.browser("tom").post(reverse("gate_aside", args=(run.ref,)))
    run.refresh_from_db()
    assert run.state == Run.State.ASIDE
    assert b"gate_again" not in desk.browser("tom").get(reverse("gate_run", args=(run.ref,))).content


def test_auditors_see_and_cannot_release(desk: Desk) -> None:
    known(desk)
    upload(desk, file(to_kroon()))
    run = Run.objects.get()
    page = desk.browser("ruth").get(reverse("gate_run", args=(run.ref,)))
    assert page.status_code == 200 and reverse("gate_released", args=(run.ref, 1)) not in page.content.decode()


def test_answers_of_a_bank_are_taken_in_and_shown_with_their_limits(desk: Desk) -> None:
    known(desk)
    data = f"naam;iban;resultaat;houder\nMolens De Kroon;{KROON};CLOSE_MATCH;Molens De Kroon NV\n;;\n".encode()
    page = upload(desk, data, view="gate_answers", headers={"accept-language": "en"})
    assert "Molens De Kroon NV" in page.content.decode() and str(words.LIMIT)[:40] in page.content.decode()
    assert Answered.objects.count() == 1
    upload(desk, file(to_kroon()))
    run = Run.objects.get()
    assert "Molens De Kroon NV" in desk.browser("tom").get(reverse("gate_run", args=(run.ref,))).content.decode()


def test_doors_are_opened_and_shut_by_who_sets_the_rules(desk: Desk, settings: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    from weerbaar.desk.payments import folders, payees, sign

    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, payments_folder=str(tmp_path))
    els, place = desk.browser("els"), reverse("gate_doors")
    assert str(tmp_path) in els.get(place).content.decode()
    for do, more in (("folder on", {}), ("new key", {}), ("connect", {"url": "http://127.0.0.1:9/x", "token": "t"})):
        assert els.post(place, {"do": do, **more}, follow=True).status_code == 200
    assert folders.is_on(desk.bakery) and sign.signer(desk.bakery) is not None and payees.door(desk.bakery) is not None
    assert els.get(reverse("gate_key")).content.startswith(b"-----BEGIN PUBLIC KEY-----")
    for do in ("folder off", "shut"):
        els.post(place, {"do": do})
    assert not folders.is_on(desk.bakery) and payees.door(desk.bakery) is None
    els.post(place, {"do": "connect", "url": "http://bank.example/x"})
    assert payees.door(desk.bakery) is None  # not without TLS


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_reason_is_told_in_every_language(language: str) -> None:
    with translation.override(language):
        told = [words.saw(one) for one in Reason] + [words.to_do(one) for one in Reason]
        told += [words.fault(one) for one in pain.FAULTS] + [words.note(one) for one in pain.NOTES]
        told += [str(words.REFUSED[one]) for one in refused.WHY if one in words.REFUSED] + [
            str(one) for one in words.BANK.values()
        ]
    assert all(told) and len(set(told)) >= len(told) - 3
    assert set(refused.WHY) - set(words.REFUSED) <= {"pdf", "table"}
