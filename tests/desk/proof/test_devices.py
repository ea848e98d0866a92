"""Enrolling, revoking, renewing, inviting: who may add what says yes, and who may not."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk.cast import Desk
from tests.desk.proof.authenticator import PRESENT, Key
from tests.desk.proof.people import asked, has_device, says_yes
from tests.desk.web.test_second_step import PASSWORD, with_password
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.ledger.models import Confirmation
from weerbaar.desk.proof import ask as asks
from weerbaar.desk.proof import invite
from weerbaar.desk.proof.devices import NotNow, Way, add_phone, colleague, enrol, is_young, remove, renew, revoke, usable, way
from weerbaar.desk.proof.models import Ask, Device, Invitation, Prover, Renewal


def options(page: Any, name: str = "options") -> dict[str, Any]:
    """What a page asks of a device."""
    import html

    return dict(json.loads(html.unescape(re.search(f'data-{name}="([^"]+)"', page.content.decode())[1])))  # type: ignore[index]


def fresh(desk: Desk, name: str) -> Client:
    """A browser of someone who proved a moment ago who they are."""
    with_password(desk, name, factor=True)
    client = desk.browser(name)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_colleague_enrols_only_after_proving_anew_who_they_are(desk: Desk) -> None:
    assert "reauthenticate" in desk.browser("els").get("/proof/devices/add/")["Location"]
    els, key = fresh(desk, "els"), Key()
    page = els.get("/proof/devices/add/")
    els.post("/proof/devices/add/", {"name": "telefoon", "credential": key.makes(options(page))})
    assert [one.name for one in usable(colleague(desk.member("els")))] == ["telefoon"]


def test_without_a_second_step_nobody_enrols(desk: Desk) -> None:
    nadia = fresh(desk, "nadia")  # a reporter without second step
    desk.user("nadia")
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=desk.user("nadia")).delete()
    assert nadia.get("/proof/devices/add/")["Location"] == "/proof/devices/"
    assert "/account/2fa/" in nadia.get("/proof/devices/").content.decode()


@pytest.mark.parametrize("how", [{"origin": "https://elders.example"}, {"flags": PRESENT}])
def test_a_key_made_elsewhere_or_without_verification_is_not_enrolled(desk: Desk, how: dict[str, Any]) -> None:
    els = fresh(desk, "els")
    page = els.get("/proof/devices/add/")
    assert els.post("/proof/devices/add/", {"name": "x", "credential": Key().makes(options(page), **how)}).status_code == 400
    assert not Device.objects.exists()


def test_what_was_asked_of_a_browser_is_good_once(desk: Desk) -> None:
    els, key = fresh(desk, "els"), Key()
    said = {"name": "x", "credential": key.makes(options(els.get("/proof/devices/add/")))}
    assert els.post("/proof/devices/add/", said).status_code == 302
    assert els.post("/proof/devices/add/", said).status_code == 400


def test_another_device_needs_a_yes_of_one_that_is_there(desk: Desk) -> None:
    """Who takes over a signed-in browser cannot add a telephone of their own."""
    prover, key = has_device(desk, "els")
    els, other = fresh(desk, "els"), Key()
    page = els.get("/proof/devices/add/")
    said = {"name": "tablet", "credential": other.makes(options(page))}
    assert els.post("/proof/devices/add/", said).status_code == 400
    page = els.get("/proof/devices/add/")
    wrong = other.sign(_challenge(page))
    assert (
        els.post("/proof/devices/add/", {**said, "credential": other.makes(options(page)), "guard": wrong}).status_code == 400
    )
    page = els.get("/proof/devices/add/")
    guard = key.sign(_challenge(page))
    assert (
        els.post("/proof/devices/add/", {**said, "credential": other.makes(options(page)), "guard": guard}).status_code == 302
    )
    assert len(usable(prover)) == 2


def _challenge(page: Any) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(options(page, "guard")["challenge"])


def test_after_a_loss_two_others_have_to_agree(desk: Desk) -> None:
    els, _ = has_device(desk, "els")
    revoke(usable(els)[0], desk.member("els"))
    assert way(els) is Way.LOST
    with pytest.raises(NotNow):
        enrol(els, Key().attested, 0, "nieuw", by=desk.user("els"))
    for who in ("els", "nadia", "tom", "karim", "bart"):
        with pytest.raises(Forbidden):
            renew(els, desk.member(who))
    renew(els, desk.member("ines"))
    with pytest.raises(NotNow):
        renew(els, desk.member("ines"))  # one person is not two
    assert way(els) is Way.LOST


def test_what_two_agreed_to_counts_once_and_for_a_day(desk: Desk) -> None:
    ines, _ = has_device(desk, "ines")
    revoke(usable(ines)[0], desk.member("els"))
    renew(ines, desk.member("els"))
    from weerbaar.desk.accounts.models import Membership, Role

    Membership.objects.filter(user=desk.user("tom"), organisation=desk.bakery).update(role=Role.DECIDER)
    renew(ines, desk.member("tom"))
    assert way(ines) is Way.RENEWED
    Renewal.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert way(ines) is Way.LOST
    Renewal.objects.update(until=timezone.now() + timedelta(hours=1))
    enrol(ines, Key().attested, 0, "nieuw", by=desk.user("ines"))
    revoke(usable(ines)[0], desk.member("ines"))
    assert way(ines) is Way.LOST
    done = [one.action for one in Entry.objects.filter(action__startswith="proof renewal")]
    assert done == ["proof renewal begun", "proof renewal agreed"]


def test_an_administrator_alone_makes_nobody_a_device(desk: Desk) -> None:
    """Revoking, agreeing and enrolling as Els for Ines, with every page there is: there is no device at the end."""
    ines, _ = has_device(desk, "ines")
    revoke(usable(ines)[0], desk.member("els"))
    els = fresh(desk, "els")
    for _ in range(3):
        els.post(f"/proof/people/{ines.ref}/do/", {"do": "renew"})
    els.post(f"/proof/people/{ines.ref}/do/", {"do": "again"})
    assert way(ines) is Way.LOST and not Invitation.objects.exists()
    assert not usable(ines)


def test_who_is_no_longer_a_member_proves_nothing(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    ask = asked(desk, "nadia", els)
    phone = desk.browser("els")
    desk.member("els").delete()
    assert says_yes(phone, ask, key) in (403, 404)
    with pytest.raises(asks.CannotAsk):
        asked(desk, "nadia", els)


def test_a_key_is_enrolled_once(desk: Desk) -> None:
    _, key = has_device(desk, "els")
    with pytest.raises(NotNow):
        enrol(colleague(desk.member("tom")), key.attested, 0, "x", by=desk.user("tom"))


def test_the_asker_sees_that_a_device_is_young(desk: Desk) -> None:
    els, key = has_device(desk, "els")
    assert is_young(usable(els)[0])
    ask = asked(desk, "nadia", els)
    says_yes(desk.browser("els"), ask, key)
    state = f"/proof/asks/{ask.ref}/state/?stage=waiting"
    assert "notice-mind" in desk.browser("nadia").get(state).content.decode()
    Device.objects.update(enrolled_at=timezone.now() - timedelta(days=4))
    assert "notice-mind" not in desk.browser("nadia").get(state).content.decode()


@pytest.mark.parametrize("key", [b"", b"\x04" * 65, b"\x02" + b"1" * 32, b"x" * 1000])
def test_a_telephone_brings_a_point_of_the_curve_or_is_refused(desk: Desk, key: bytes) -> None:
    with pytest.raises(NotNow):
        add_phone(colleague(desk.member("els")), key, "zak", by=desk.user("els"))


# --- from outside ------------------------------------------------------------------------------------------------------------------------


def enrols_outside(client: Client, issued: invite.Issued, key: Key) -> int:
    place = f"/proof/welcome/{issued.secret}/"
    client.post(place, {"words": " ".join(str(one) for one in issued.words)})
    page = client.get(place)
    return client.post(place, {"name": "telefoon", "credential": key.makes(options(page))}).status_code


def test_a_link_without_the_words_enrols_nobody_and_ends_after_five_tries(desk: Desk) -> None:
    issued = invite.family(desk.member("nadia"), "Oma", "+32 470 00 00 09")
    client = desk.browser()
    place = f"/proof/welcome/{issued.secret}/"
    for number in range(5):
        page = client.post(place, {"words": f"{number} 1 2"})
        assert page.status_code == 400 and "data-proof-enrol" not in page.content.decode()
    client.post(place, {"words": " ".join(str(one) for one in issued.words)})  # right, and too late
    assert "data-proof-enrol" not in client.get(place).content.decode()
    assert invite.of(issued.secret) is None


def test_an_invitation_is_good_once_and_a_week(desk: Desk) -> None:
    issued = invite.family(desk.member("nadia"), "Oma", "+32 470 00 00 09")
    other = desk.browser()
    assert enrols_outside(desk.browser(), issued, Key()) == 200
    assert "data-proof-enrol" not in other.get(f"/proof/welcome/{issued.secret}/").content.decode()
    late = invite.family(desk.member("nadia"), "Opa", "+32 470 00 00 08")
    Invitation.objects.filter(pk=late.invitation.pk).update(until=timezone.now())
    assert invite.of(late.secret) is None


def test_family_is_asked_by_its_own_alone(desk: Desk) -> None:
    issued = invite.family(desk.member("nadia"), "Oma", "+32 470 00 00 09")
    enrols_outside(desk.browser(), issued, Key())
    oma = Prover.objects.get(kind="family")
    assert str(oma.ref) in desk.browser("nadia").get("/proof/").content.decode()
    for other in ("els", "tom"):
        assert str(oma.ref) not in desk.browser(other).get("/proof/").content.decode()
        with pytest.raises(asks.CannotAsk):
            asked(desk, other, oma)
    assert asked(desk, "nadia", oma).stage == "waiting"


def test_who_has_no_account_says_with_the_device_who_they_are_and_answers(desk: Desk) -> None:
    issued, key, client = invite.family(desk.member("nadia"), "Oma", "+32 470 00 00 09"), Key(), desk.browser()
    enrols_outside(client, issued, key)
    oma = Prover.objects.get(kind="family")
    ask = asked(desk, "nadia", oma)
    phone = desk.browser()
    assert phone.get(f"/proof/me/{ask.ref}/").status_code == 302  # not before the device spoke
    from fido2.utils import websafe_decode

    challenge = websafe_decode(options(phone.get("/proof/door/"))["challenge"])
    said = key.sign(challenge, handle=oma.ref.bytes)
    assert phone.post("/proof/door/", {"credential": said})["Location"] == "/proof/me/"
    assert says_yes(phone, ask, key) == 302
    stranger = desk.browser()
    stranger.get("/proof/door/")
    assert stranger.post("/proof/door/", {"credential": said}).status_code == 400  # another challenge


def confirmed_channel(desk: Desk) -> invite.Channel:
    """An address of a supplier that stands in the ledger as confirmed."""
    from weerbaar.desk.ledger import write
    from weerbaar.desk.ledger.state import ledger_of
    from weerbaar.model.ledger import How, Kind

    els, ines = desk.member("els"), desk.member("ines")
    payee = write.add_payee(desk.bakery, els, "Molens De Kroon", country="BE")
    write.add_fact(desk.bakery, els, payee, Kind.ADDRESS, "wim@molensdekroon.example")
    assert invite.channels(desk.bakery) == []  # written down is not confirmed
    fact = ledger_of(desk.bakery).payees[0].of(Kind.ADDRESS)[0]
    write.confirm_fact(desk.bakery, ines, payee, fact.id, How.TWO_PEOPLE)
    return invite.channels(desk.bakery)[0]


def test_a_contact_of_a_supplier_is_invited_over_a_confirmed_channel_alone(desk: Desk) -> None:
    channel = confirmed_channel(desk)
    with pytest.raises(Forbidden):
        invite.supplier(desk.member("els"), "Wim", invite.Channel(channel.payee, channel.name, "x", "+3200000000"))
    with pytest.raises(Forbidden):
        invite.supplier(desk.member("tom"), "Wim", channel)
    issued, key = invite.supplier(desk.member("els"), "Wim", channel), Key()
    assert enrols_outside(desk.browser(), issued, key) == 200
    wim = Prover.objects.get(kind="supplier")
    assert "Molens De Kroon" in desk.browser("nadia").get("/proof/").content.decode()
    with pytest.raises(NotNow):
        invite.again(wim, desk.member("els"))  # there is a device
    revoke(usable(wim)[0], desk.member("els"))
    with pytest.raises(NotNow):
        invite.again(wim, desk.member("els"))  # after a loss two agree first
    remove(wim, desk.member("els"))
    assert str(wim.ref) not in desk.browser("nadia").get("/proof/").content.decode()


def test_a_confirmation_is_proven_by_whom_it_concerns_and_nobody_else(desk: Desk) -> None:
    tom, key = has_device(desk, "tom")
    els, _ = has_device(desk, "els")
    now = timezone.now()
    made = Confirmation.objects.create(
        organisation=desk.bakery, subject=1, sealed=b"", asked_by=desk.user("tom"), remind_at=now, expires_at=now
    )
    made.keep({"payee": "x"})
    made.save()
    for who, number in ((els, made.pk), (tom, made.pk + 1)):
        with pytest.raises(asks.CannotAsk):
            asks.open_(desk.bakery, desk.user("nadia"), who, "", number)
    page = desk.browser("nadia").post("/proof/", {"who": str(tom.ref), "confirmation": made.pk})
    ask = Ask.objects.get()
    assert page["Location"] == f"/proof/asks/{ask.ref}/"
    says_yes(desk.browser("tom"), ask, key)
    assert not asks.proven(made.pk)
    asks.compare(Ask.objects.get(), desk.member("nadia"), True)
    assert asks.proven(made.pk) and not asks.proven(made.pk + 1)
    assert [one.pk for one in asks.proofs(made.pk)] == [ask.pk]


def test_telephones_are_told_to_colleagues_of_the_same_organisation_alone(desk: Desk) -> None:
    from tests.desk.proof.test_ask import P256

    add_phone(colleague(desk.member("els")), b"\x04" + bytes.fromhex(P256), "zak", by=desk.user("els"))
    assert [one["phone"] for one in desk.browser("nadia").get("/proof/phones/").json()["phones"]] == ["zak"]
    assert desk.browser("mila").get("/proof/phones/").json()["phones"] == []
    assert desk.browser("els").post("/proof/phone/add/", {"key": "x", "name": "y"}).status_code == 400


def test_the_page_without_connection_is_the_same_for_everyone(desk: Desk) -> None:
    nobody, nadia = desk.browser(), desk.browser("nadia")
    assert nobody.get("/proof/offline/", headers={"Accept-Language": "nl"}).content == nadia.get("/proof/offline/").content
