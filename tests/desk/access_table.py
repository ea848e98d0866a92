"""Who gets in where: every address and every operation, for everyone. Written down by hand, so that it is a second opinion.

One letter for each visitor, in this order: reporter, helper, decider, administrator, data-protection officer, auditor; someone signed in
who is a member of nothing; nobody (not signed in).

    a   gets in; where it is about an object: about every object of their organisation
    o   gets in about what is their own, and about nothing else
    -   does not get in

About an object of another organisation nobody gets in, whatever stands here. Whoever has a role beyond reporter and no second step gets
in where WITHOUT_SECOND_STEP says, and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.desk.cast import Desk

MEMBERS, SIGNED_IN, EVERYONE, NOBODY = "aaaaaa--", "aaaaaaa-", "aaaaaaaa", "--------"

PAGES: Mapping[str, str] = {
    # --- bring, and one's own
    "GET bring": MEMBERS,
    "POST bring": MEMBERS,
    "POST bring_one": MEMBERS,
    "POST share": MEMBERS,
    "GET doubts": MEMBERS,
    "GET doubt": "oaaaao--",
    "GET doubt_state": "oaaaao--",
    "POST doubt_contest": "oooooo--",
    "GET doubt_said": "oooooo--",
    "POST doubt_said": "oooooo--",
    "GET own": SIGNED_IN,
    "GET keys": MEMBERS,
    "POST keys": MEMBERS,
    "POST key_withdraw": "oooaoo--",
    "GET own_data": MEMBERS,
    "POST own_data": MEMBERS,
    "POST push_ask": MEMBERS,
    "POST push_forget": "oooooo--",
    "GET push_door": "---a----",
    "POST push_door": "---a----",
    # --- in a call
    "POST call_notes": MEMBERS,
    "POST call_listen": MEMBERS,
    "POST call_hear": MEMBERS,
    "POST call_end": MEMBERS,
    "GET calls_door": "---a----",
    "POST calls_door": "---a----",
    # --- prove the caller
    "GET proof": MEMBERS,
    "POST proof": MEMBERS,
    "GET proof_ask": "oooooo--",
    "GET proof_ask_state": "oooooo--",
    "POST proof_ask_do": "oooooo--",
    "GET proof_evidence": "oooooo--",
    "GET proof_me": MEMBERS,
    "GET proof_me_state": MEMBERS,
    "GET proof_answer": "oooooo--",
    "GET proof_answer_state": "oooooo--",
    "POST proof_no": "oooooo--",
    "POST proof_yes": "oooooo--",
    "GET proof_door": EVERYONE,  # a device says who they are
    "POST proof_door": EVERYONE,
    "GET proof_devices": MEMBERS,
    "GET proof_add": MEMBERS,
    "POST proof_add": MEMBERS,
    "POST proof_revoke": "oooaoo--",
    "GET proof_phone": MEMBERS,
    "POST proof_phone_add": MEMBERS,
    "GET proof_phones": MEMBERS,
    "GET proof_people": MEMBERS,
    "POST proof_invite": MEMBERS,
    "POST proof_person_do": "--aa----",
    "GET proof_welcome": EVERYONE,  # says that the link can no longer be used
    "POST proof_welcome": EVERYONE,
    "GET proof_offline": EVERYONE,
    # --- one's own voice, and a voice in a doubt
    "GET voices": MEMBERS,
    "POST voices_enrol": MEMBERS,
    "POST voices_withdraw": MEMBERS,
    "GET voices_switch": "---a----",
    "POST voices_switch": "---a----",
    "GET voices_compare": "--aa----",
    "POST voices_compare": "--aa----",
    # --- threatened
    "GET threat": EVERYONE,
    "GET threat_child": EVERYONE,
    "GET threat_adult": EVERYONE,
    "GET threat_tell": MEMBERS,
    "POST threat_tell": MEMBERS,
    "GET threat_told": MEMBERS,
    "GET threat_one": "oooooo--",
    "POST threat_one": "oooooo--",
    "POST threat_erase": "oooooo--",
    # --- mailboxes, quarantine, the look at what came before
    "GET mailboxes": "---a----",
    "POST mailboxes": "---a----",
    "POST mailbox_set": "---a----",
    "GET mailbox_change": "---a----",
    "POST mailbox_change": "---a----",
    "GET siblings": "--aa----",
    "POST siblings": "--aa----",
    "POST quarantine_do": "--aa----",
    "GET scans": "---a----",
    "POST scans": "---a----",
    "POST scan_switch": "---a----",
    "POST scan_do": "---a----",
    # --- for who looks after the trail and after persons
    "GET trail": "---aaa--",
    "POST trail": "---aaa--",
    "GET retention": "----a---",
    "POST retention": "----a---",
    "GET persons": "----a---",
    "POST persons": "----a---",
    "GET person": "----a---",
    "POST person_copy": "----a---",
    "POST person_erase": "----a---",
    "POST person_refuse": "----a---",
    "POST hold": "----a---",
    "POST erase": "----a---",
    # --- the team
    "POST doubt_reply": "oooooo--",
    "GET team_inbox": "-aaaaa--",
    "GET team_news": "-aaaaa--",
    "POST team_together": "--aa----",
    "POST team_together_undo": "--aa----",
    "GET team_case": "-aaaaa--",
    "GET team_view": "-aaaa---",
    "GET team_inside": "-aaaa---",
    "POST team_decide": "--aa----",
    "POST team_undo": "--aa----",
    "POST team_note": "-aaa----",
    "GET team_campaigns": "-aaaaa--",
    "GET team_campaign": "-aaaaa--",
    "POST team_split": "--aa----",
    "POST team_merge": "--aa----",
    "POST team_regroup_back": "--aa----",
    "GET team_knowledge": "--aa----",
    "POST team_settle": "--aa----",
    "GET team_describing": "--aa----",
    "POST team_describing": "--aa----",
    "GET team_review": "--aa----",
    "GET team_standing": "-aaaaa--",
    "GET team_setup": "---a----",
    "POST team_setup_done": "---a----",
    "GET team_organisation": "---a----",
    "POST team_organisation": "---a----",
    "GET team_people": "---a----",
    "POST team_invite": "---a----",
    "POST team_people_import": "---a----",
    "POST team_role": "---a----",
    "POST team_remove": "---a----",
    "POST team_withdraw": "---a----",
    "GET person_access": "---a----",
    "POST person_sign_out": "---a----",
    "POST person_reset": "---a----",
    "GET welcome": EVERYONE,  # says that the link can no longer be used
    "POST welcome": EVERYONE,
    # --- the ledger: payees, confirmations, what is taken in
    "GET payees": "-aaaaa--",
    "POST ledger_verify": "---aaa--",
    "POST ledger_export": "---aaa--",
    "GET payee_add": "-aaa----",
    "POST payee_add": "-aaa----",
    "GET payee": "-aaaaa--",
    "POST payee_change": "-aaa----",
    "GET payee_merge": "-aaa----",
    "POST payee_merge": "-aaa----",
    "GET ledger_evidence": "-aaaaa--",
    "GET ledger_imports": "-aaaaa--",
    "POST ledger_imports": "-aaa----",
    "GET ledger_import": "-aaaaa--",
    "POST ledger_import": "-aaa----",
    "GET payment_rules": "---a----",
    "POST payment_rules": "---a----",
    "GET suppliers_letter": "-aaaaa--",
    "POST suppliers_letter": "---a----",
    "GET confirmations": "-aaaaa--",
    "GET confirm_open": "-aaa----",
    "POST confirm_open": "-aaa----",
    "GET confirmation": "-aaaaa--",
    "POST confirm_call": "-aaa----",
    "POST confirm_end": "-aaa----",
    "GET suppliers_page": NOBODY,  # off until an organisation opens it
    # --- payment files, invoices, answers of banks
    "GET gate": "-aaaaa--",
    "POST gate": "-aaa----",
    "GET gate_run": "-aaaaa--",
    "POST gate_again": "-aaa----",
    "POST gate_aside": "-aaa----",
    "GET gate_held": "-aaa----",
    "GET gate_released": "-aaa----",
    "GET gate_signature": "-aaa----",
    "POST gate_confirm": "-aaa----",
    "POST gate_ask": "-aaa----",
    "GET gate_answers": "-aaaaa--",
    "POST gate_answers": "-aaa----",
    "GET gate_doors": "---a----",
    "POST gate_doors": "---a----",
    "GET gate_key": "-aaaaa--",
    "GET invoices": "-aaaaa--",
    "POST invoices": "-aaa----",
    "GET invoice": "-aaaaa--",
    "POST invoice_confirm": "-aaa----",
    # --- the agreement about AI
    "GET agreement": MEMBERS,
    "GET agreement_sign": MEMBERS,
    "POST agreement_sign": MEMBERS,
    "GET agreement_pdf": MEMBERS,
    "GET agreement_toml": MEMBERS,
    "GET agreement_versions": MEMBERS,
    "GET agreement_version": MEMBERS,
    "GET ai_tools": MEMBERS,
    "GET ai_tools_csv": MEMBERS,
    "GET ai_tools_toml": MEMBERS,
    "GET ai_numbers": MEMBERS,
    "GET agreement_people": "---aa---",
    "POST agreement_people": "---aa---",
    "POST agreement_people_export": "---aa---",
    "GET agreement_make": "---aa---",
    "POST agreement_undo": "---aa---",
    "POST agreement_publish": "---aa---",
    "POST agreement_import": "---aa---",
    "GET agreement_theme": "---aa---",
    "POST agreement_theme": "---aa---",
    "GET agreement_tool": "---aa---",
    "POST agreement_tool": "---aa---",
    # --- the gateway: one's own keys and questions, and looking after it
    "GET ai": MEMBERS,
    "POST ai": MEMBERS,
    "POST ai_key_withdraw": "oooaoo--",
    "GET ai_ask": "oooooo--",
    "POST ai_ask": "oooooo--",
    "GET ai_gateway": "---a----",
    "POST ai_gateway": "---a----",
    "POST ai_team_key": "---a----",
    "POST ai_budget": "---a----",
    "GET ai_provider": "---a----",
    "POST ai_provider": "---a----",
    "POST ai_provider_retire": "---a----",
    "GET own_words": "---a----",
    "POST own_words": "---a----",
    "POST own_words_forget": "---a----",
    # --- the check before a text goes into a chatbot
    "GET paste": MEMBERS,
    "POST paste": MEMBERS,
    "POST paste_answer": MEMBERS,
    "GET paste_browser": MEMBERS,
    "GET paste_chrome": EVERYONE,
    "GET paste_firefox": EVERYONE,
    # --- open
    "GET live": EVERYONE,
    "GET ready": EVERYONE,
    "GET metrics": EVERYONE,  # from this machine, or with the token
    "GET on_the_phone": EVERYONE,
    "GET addins": MEMBERS,
    "GET thunderbird": EVERYONE,
    "GET outlook_manifest": EVERYONE,
    "GET outlook_pane": EVERYONE,
    "GET outlook_allow": SIGNED_IN,
    "POST outlook_key": MEMBERS,
    "GET manifest": EVERYONE,
    "GET service_worker": EVERYONE,
    "GET offline": EVERYONE,
    "GET health": EVERYONE,
    "POST set_language": EVERYONE,
    "POST set_theme": EVERYONE,
    "GET api_document": EVERYONE,
    "GET api:api-root": NOBODY,
    # --- signing in
    "GET account_login": EVERYONE,
    "POST account_login": EVERYONE,
    "GET account_request_login_code": EVERYONE,
    "POST account_request_login_code": EVERYONE,
    "GET account_confirm_login_code": EVERYONE,  # without a code that was asked for: back to the start
    "POST account_confirm_login_code": EVERYONE,
    "GET account_inactive": EVERYONE,
    "GET account_logout": EVERYONE,
    "POST account_logout": EVERYONE,
    "GET account_reset_password": EVERYONE,
    "POST account_reset_password": EVERYONE,
    "GET account_reset_password_done": EVERYONE,
    "GET account_reset_password_from_key": EVERYONE,  # says that the link can no longer be used
    "POST account_reset_password_from_key": EVERYONE,
    "GET account_reset_password_from_key_done": EVERYONE,
    "GET mfa_login_webauthn": "aaaaaaa-",  # without a passkey: back to the start
    "POST mfa_login_webauthn": "aaaaaaa-",  # without a passkey: back to the start
    "GET mfa_authenticate": "aaaaaaa-",  # without a first step: back to the start
    "POST mfa_authenticate": "aaaaaaa-",
    "GET closed": NOBODY,
    # --- nobody signs up, and there is no sign-in elsewhere until one is set up
    "GET account_signup": NOBODY,
    "POST account_signup": NOBODY,
    "GET account_confirm_email": NOBODY,
    "POST account_confirm_email": NOBODY,
    "GET account_email_verification_sent": NOBODY,
    "GET openid_connect_login": NOBODY,
    "POST openid_connect_login": NOBODY,
    "GET openid_connect_callback": NOBODY,
    "GET socialaccount_login_cancelled": EVERYONE,
    "GET socialaccount_login_error": NOBODY,  # the page says 401
    "GET socialaccount_signup": NOBODY,
    "POST socialaccount_signup": NOBODY,
    # --- one's own account
    "GET account_reauthenticate": "-aaaaa--",  # who has neither password nor second step has nothing to prove it with
    "POST account_reauthenticate": "-aaaaa--",  # who has neither password nor second step has nothing to prove it with
    "GET account_change_password": SIGNED_IN,
    "POST account_change_password": SIGNED_IN,
    "GET account_set_password": SIGNED_IN,
    "POST account_set_password": SIGNED_IN,
    "GET account_email": NOBODY,
    "POST account_email": NOBODY,
    "GET mfa_index": SIGNED_IN,
    "GET mfa_reauthenticate": "-aaaaa--",  # who has neither password nor second step has nothing to prove it with
    "POST mfa_reauthenticate": "-aaaaa--",  # who has neither password nor second step has nothing to prove it with
    "GET mfa_activate_totp": SIGNED_IN,
    "POST mfa_activate_totp": SIGNED_IN,
    "GET mfa_deactivate_totp": "-aaaaa--",
    "POST mfa_deactivate_totp": "-aaaaa--",
    "GET mfa_view_recovery_codes": NOBODY,  # nobody of the cast has any
    "GET mfa_generate_recovery_codes": SIGNED_IN,
    "POST mfa_generate_recovery_codes": SIGNED_IN,
    "GET mfa_download_recovery_codes": NOBODY,  # codes are shown once, on their page
    "GET mfa_list_webauthn": SIGNED_IN,
    "GET mfa_add_webauthn": SIGNED_IN,
    "POST mfa_add_webauthn": SIGNED_IN,
    "GET mfa_reauthenticate_webauthn": "-aaaaa--",
    "POST mfa_reauthenticate_webauthn": "-aaaaa--",
    "GET mfa_remove_webauthn": "ooooooo-",
    "POST mfa_remove_webauthn": "ooooooo-",
    "GET mfa_edit_webauthn": "ooooooo-",
    "POST mfa_edit_webauthn": "ooooooo-",
    "GET socialaccount_connections": NOBODY,
    "POST socialaccount_connections": NOBODY,
    "GET usersessions_list": SIGNED_IN,
    "POST usersessions_list": SIGNED_IN,
}

OPERATIONS: Mapping[str, str] = {
    "GET /health": EVERYONE,
    "GET /me": MEMBERS,
    "POST /doubts": MEMBERS,
    "POST /paste/checks": MEMBERS,
    "POST /paste/answers": MEMBERS,
    "GET /paste/tools": MEMBERS,
    "POST /doubts/bytes": MEMBERS,
    "GET /doubts": MEMBERS,
    "GET /doubts/{ref}": "oaaaao--",
    "POST /doubts/{ref}/contest": "oooooo--",
    "GET /cases": "-aaaaa--",
    "GET /cases?q=els": "-aaaa---",
    "GET /cases/{ref}": "-aaaaa--",
    "GET /cases/{ref}/original": "-aaaa---",
    "GET /cases/{ref}/notes": "-aaaa---",
    "POST /cases/{ref}/notes": "-aaa----",
    "POST /cases/{ref}/decisions": "--aa----",
    "POST /cases/{ref}/decisions/{id}/undo": "--aa----",
    "GET /campaigns": "-aaaaa--",
    "GET /campaigns/{id}": "-aaaaa--",
    "POST /campaigns/{id}/decisions/preview": "--aa----",
    "POST /campaigns/{id}/decisions": "--aa----",
    "POST /campaigns/{id}/decisions/{number}/undo": "--aa----",
    "POST /cases/{ref}/siblings": "--aa----",
    "GET /siblings/{ref}": "--aa----",
    "GET /standing": "-aaaaa--",
    "POST /payments/checks": "-aaa----",
    "GET /payments/checks": "-aaaaa--",
    "GET /payments/checks/{ref}": "-aaaaa--",
    "POST /payments/checks/{ref}/again": "-aaa----",
    "GET /payments/checks/{ref}/released/{round}": "-aaa----",
    "GET /payments/checks/{ref}/held": "-aaa----",
    "GET /ledger/payees": "-aaaaa--",
}

WITHOUT_SECOND_STEP = frozenset(
    (
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "set_language",
        "set_theme",
        "health",
        "live",
        "ready",
        "metrics",
        "on_the_phone",
        "threat",
        "threat_child",
        "threat_adult",
        "offline",
        "manifest",
        "service_worker",
    )
)
"""Pages for someone whose role asks for a second step that is not set up yet, besides all that begin with mfa_."""


def case(desk: Desk, owner: str) -> dict[str, Any]:
    """A case that someone brought."""
    return {"ref": str(desk.brings(owner).ref)}


def decision(desk: Desk, owner: str) -> dict[str, Any]:
    """A decision about a case that someone brought."""
    from weerbaar.desk.cases.models import Decision

    about = desk.brings(owner)
    about.band = "fraud"
    about.save()
    before = dict.fromkeys(("decided_at", "closed_at", "contested_at")) | {"state": "answered", "decided_band": ""}
    return {"ref": str(about.ref), "id": Decision.objects.create(case=about, kind="agree", band="fraud", before=before).pk}


def campaign(desk: Desk, owner: str) -> dict[str, Any]:
    """A campaign of the organisation of someone."""
    from weerbaar.desk.cases.models import Campaign

    return {"id": Campaign.objects.create(organisation=desk.member(owner).organisation).pk}


def together(desk: Desk, owner: str) -> dict[str, Any]:
    """A decision about many cases in the organisation of someone."""
    from weerbaar.desk.cases.models import Together

    return {"id": Together.objects.create(organisation=desk.member(owner).organisation, kind="agree").pk}


def decided_campaign(desk: Desk, owner: str) -> dict[str, Any]:
    """A campaign in the organisation of someone, with a decision about it."""
    from weerbaar.desk.cases.models import Together

    id = campaign(desk, owner)["id"]
    made = Together.objects.create(organisation=desk.member(owner).organisation, campaign_id=id, kind="agree")
    return {"id": id, "number": made.pk}


def regrouped(desk: Desk, owner: str) -> dict[str, Any]:
    """A campaign of the organisation of someone, put together by hand."""
    from weerbaar.desk.cases.models import Regrouped

    return {"id": Regrouped.objects.create(organisation=desk.member(owner).organisation, kind="merge").pk}


def proposal(desk: Desk, owner: str) -> dict[str, Any]:
    """Something that could be learned, in the organisation of someone."""
    from weerbaar.desk import vault
    from weerbaar.desk.cases.models import Decision, Proposal

    made, organisation = Decision.objects.get(pk=decision(desk, owner)["id"]), desk.member(owner).organisation
    sealed = vault.seal(organisation.data_key, b"x.example", "proposal")
    return {
        "id": Proposal.objects.create(organisation=organisation, decision=made, field="known_bad", adds=True, sealed=sealed).pk
    }


def membership(desk: Desk, owner: str) -> dict[str, Any]:
    """The membership of someone."""
    return {"id": desk.member(owner).pk}


def invitation(desk: Desk, owner: str) -> dict[str, Any]:
    """An invitation to the organisation of someone."""
    from weerbaar.desk.accounts.models import Invitation, Role

    Invitation.issue(Role.REPORTER, desk.member(owner).organisation, "x@elders.example")
    return {"id": Invitation.objects.latest("pk").pk}


def key(desk: Desk, owner: str) -> dict[str, Any]:
    """A key that someone made for a program."""
    from weerbaar.desk.api.keys import make
    from weerbaar.desk.api.scopes import Scope

    return {"id": make(desk.member(owner), "test", [Scope.BRING], 30)[0].pk}


def passkey(desk: Desk, owner: str) -> dict[str, Any]:
    """A passkey of someone. Not one that could be used: only that it is there."""
    from allauth.mfa.models import Authenticator

    data = {"name": "test", "credential": {}, "passwordless": True}
    return {"pk": Authenticator.objects.create(user=desk.user(owner), type=Authenticator.Type.WEBAUTHN, data=data).pk}


def request_of_person(desk: Desk, owner: str) -> dict[str, Any]:
    """What a person asked of their data, at the organisation of someone."""
    from weerbaar.desk.governance import rights
    from weerbaar.desk.governance.models import Request

    who = desk.member(owner)
    return {"ref": str(rights.ask(who.organisation, Request.Kind.ACCESS, who.user.email, person=who.user).ref)}


def browser(desk: Desk, owner: str) -> dict[str, Any]:
    """A browser of someone that asked for messages. Not one that could be sent to: only that it is there."""
    from weerbaar.desk.push.models import Browser

    who = desk.member(owner)
    said = {"endpoint": "https://push.example/1", "point": "", "auth": "", "agent": "test"}
    return {"ref": str(Browser.objects.create(membership=who, mark=1, sealed=who.organisation.seal(said, "browser")).ref)}


def mailbox(desk: Desk, owner: str) -> dict[str, Any]:
    """A mailbox of the organisation of someone."""
    from weerbaar.desk.intake.details import Details
    from weerbaar.desk.intake.models import Door, Use

    made = Door(organisation=desk.member(owner).organisation, use=Use.DESK)
    made.keep(Details(address="check@elders.example", host="imap.elders.example", port=993))
    made.save()
    return {"ref": str(made.ref)}


def quarantine(desk: Desk, owner: str) -> dict[str, Any]:
    """What was found beside a case that someone brought."""
    from weerbaar.desk.intake.models import Quarantine

    about = desk.brings(owner)
    return {"ref": str(Quarantine.objects.create(organisation=about.organisation, case=about).ref)}


def scan(desk: Desk, owner: str) -> dict[str, Any]:
    """A look at what came before, at the organisation of someone."""
    from weerbaar.desk.intake.models import Scan

    made = Scan.objects.create(organisation=desk.member(owner).organisation, since="2026-10-01", until="2026-10-02")
    return {"ref": str(made.ref)}


def payee(desk: Desk, owner: str) -> dict[str, Any]:
    """A payee in the ledger of the organisation of someone."""
    from weerbaar.desk.ledger import write

    return {"id": write.add_payee(desk.member(owner).organisation, None, "Ovens Peeters")}


def ledger_evidence(desk: Desk, owner: str) -> dict[str, Any]:
    """A file that somebody attached, at the organisation of someone."""
    from weerbaar.desk.ledger import evidence

    return {"digest": evidence.attach(desk.member(owner).organisation, None, "brief.txt", owner.encode())}


def ledger_import(desk: Desk, owner: str) -> dict[str, Any]:
    """Files that were looked at, at the organisation of someone."""
    from weerbaar.desk.ledger.models import Import

    made = Import(organisation=desk.member(owner).organisation)
    made.keep([])
    made.save()
    return {"ref": str(made.ref)}


def confirmation(desk: Desk, owner: str) -> dict[str, Any]:
    """Something that is to be confirmed, at the organisation of someone."""
    from weerbaar.desk.ledger import confirm
    from weerbaar.model.ledger import Claim

    claim = Claim(name="Ovens Peeters", iban="NL91ABNA0417164300")
    return {"ref": str(confirm.open_(desk.member(owner).organisation, None, claim).ref)}


def payments(desk: Desk, owner: str) -> dict[str, Any]:
    """A payment file of the organisation of someone: one payment goes, one is held."""
    made = _payments(desk, owner)
    return {"ref": str(made.ref)}


def released(desk: Desk, owner: str) -> dict[str, Any]:
    """What was let go of such a file."""
    return {**payments(desk, owner), "round": 1}


def held(desk: Desk, owner: str) -> dict[str, Any]:
    """A held line of such a file."""
    return {**payments(desk, owner), "number": 2}


def invoice(desk: Desk, owner: str) -> dict[str, Any]:
    """An invoice of the organisation of someone."""
    from weerbaar.desk.payments import invoices
    from weerbaar.desk.payments.models import Way

    text = f"Betaal op BE71 0961 2345 6769. {owner}".encode()
    made = invoices.take_in(desk.member(owner).organisation, text, name="x.txt", way=Way.PAGE, member=None)
    return {"ref": str(invoices.read(made).ref)}


def invoice_claim(desk: Desk, owner: str) -> dict[str, Any]:
    """The account on such an invoice."""
    return {**invoice(desk, owner), "number": 0}


def confidence(desk: Desk, owner: str) -> dict[str, Any]:
    """What someone told in confidence, to somebody who has left."""
    from weerbaar.desk.extortion.models import Confidence

    made = Confidence(author=desk.member(owner))
    made.keep([{"by": "author", "at": "2026-11-03T09:12:00+00:00", "text": "x"}])
    made.save()
    return {"ref": str(made.ref)}


def agreement(desk: Desk, owner: str) -> dict[str, Any]:
    """An agreement of the organisation of someone; those of two organisations have different numbers."""
    from tests.desk.agreements.known import AGREEMENT, published

    organisation = desk.member(owner).organisation
    wanted = 1 if organisation == desk.bakery else 2
    while (number := organisation.agreements.count()) < wanted:
        published(desk, replace(AGREEMENT, use_days=100 + number), owner)
    return {"number": wanted}


def ai_tool(desk: Desk, owner: str) -> dict[str, Any]:
    """A tool in the draft of the organisation of someone."""
    from tests.desk.agreements.known import AGREEMENT, WRITER
    from weerbaar.desk.agreements import making

    id = f"tool-{desk.member(owner).organisation.slug}"
    making.change(desk.member(owner), replace(AGREEMENT, tools=(replace(WRITER, id=id),)))
    return {"id": id}


def _payments(desk: Desk, owner: str) -> Any:
    from tests.desk.payments.world import KROON, confirmed, file, to_kroon, to_stranger
    from weerbaar.desk.payments import check, sign
    from weerbaar.desk.payments.models import Way

    organisation = desk.member(owner).organisation
    if sign.signer(organisation) is None:
        confirmed(organisation, "Molens De Kroon", KROON)
        sign.new_signer(organisation, None)
    number = check.Run.objects.count()
    data = file(to_kroon(reference=f"E-{number}"), to_stranger(reference=f"F-{number}"), message=f"M-{number}")
    return check.check(organisation, data, name="x.xml", way=Way.PAGE, member=None)


def _ask(desk: Desk, asker: str, prover: str, stage: str) -> dict[str, Any]:
    """An ask from one of the cast to another."""
    from datetime import timedelta

    from django.utils import timezone

    from weerbaar.desk.proof.devices import colleague
    from weerbaar.desk.proof.models import Ask

    who, now = desk.member(asker), timezone.now()
    made = Ask(organisation=who.organisation, asker=who.user, prover=colleague(desk.member(prover)), stage=stage)
    made.opened_at, made.expires_at = now, now + timedelta(minutes=5)
    terms = dict.fromkeys(("organisation", "asker", "asker_keys", "prover", "prover_keys", "text"), "x")
    terms |= {"ask": str(made.ref), "opened": int(now.timestamp()), "expires": int(now.timestamp()) + 300}
    nonce = "00" * 32
    made.keep({"terms": terms, "asker": nonce, "prover": nonce, "key": "x", "evidence": {}})
    made.save()
    return {"ref": str(made.ref)}


def _other(owner: str) -> str:
    """Another one of the same organisation."""
    return {"mila": "bart", "bart": "mila", "els": "ines"}.get(owner, "els")


def ask(desk: Desk, owner: str) -> dict[str, Any]:
    """An ask that someone opened."""
    return _ask(desk, owner, _other(owner), "waiting")


def proven(desk: Desk, owner: str) -> dict[str, Any]:
    """An ask that someone opened, and that was proven."""
    return _ask(desk, owner, _other(owner), "proven")


def asked(desk: Desk, owner: str) -> dict[str, Any]:
    """What someone is asked to prove."""
    return _ask(desk, _other(owner), owner, "waiting")


def _device(prover: Any) -> str:
    """A device of someone, with a key that nobody holds."""
    import base64

    from tests.desk.proof.authenticator import Key
    from weerbaar.desk.proof.models import Device

    made = Device(prover=prover, token=0, digest="x")
    about = {"name": "telefoon", "credential": base64.b64encode(Key().attested).decode()}
    made.sealed = prover.organisation.seal(about, f"device {made.ref}")
    made.save()
    return str(made.ref)


def device(desk: Desk, owner: str) -> dict[str, Any]:
    """A device of someone."""
    from weerbaar.desk.proof.devices import colleague

    return {"ref": _device(colleague(desk.member(owner)))}


def contact(desk: Desk, owner: str) -> dict[str, Any]:
    """A contact of a supplier of the organisation of someone, with a device."""
    from weerbaar.desk.proof.models import Prover

    made = Prover(organisation=desk.member(owner).organisation, kind="supplier")
    made.keep({"name": "Wim", "of": "Molens De Kroon", "channel": "+3292000001"})
    made.save()
    _device(made)
    return {"ref": str(made.ref)}


def ai_key(desk: Desk, owner: str) -> dict[str, Any]:
    """A key for the gateway that someone made."""
    from weerbaar.desk.gateway.keys import make

    return {"id": make(desk.member(owner), "test", 30)[0].pk}


def ai_ask(desk: Desk, owner: str) -> dict[str, Any]:
    """What someone is asked to give a reason for."""
    from weerbaar.desk.gateway.asks import asked
    from weerbaar.desk.gateway.models import Key

    key = Key.objects.select_related("organisation", "membership").get(pk=ai_key(desk, owner)["id"])
    return {"ref": str(asked(key, "helper", {}, ["x"]).ref)}


def own_words(desk: Desk, owner: str) -> dict[str, Any]:
    from weerbaar.desk.gateway.words.models import Kind, WordList
    from weerbaar.leak.words import NO_WORDS

    made = WordList(organisation=desk.member(owner).organisation, kind=Kind.CUSTOMER, learned=0)
    made.call(f"list {WordList.objects.count()}")
    made.keep(NO_WORDS)
    made.save()
    return {"ref": str(made.ref)}


def ai_provider(desk: Desk, owner: str) -> dict[str, Any]:
    """A provider of the organisation of someone."""
    from weerbaar.desk.gateway.models import Provider

    return {"id": Provider.objects.create(organisation=desk.member(owner).organisation, name="M", url="https://ai.example").pk}


OBJECTS: Mapping[str, Callable[[Desk, str], dict[str, Any]]] = {
    "doubt": case,
    "doubt_state": case,
    "doubt_contest": case,
    "doubt_said": case,
    "doubt_reply": case,
    "team_together_undo": together,
    "team_case": case,
    "voices_compare": case,
    "threat_one": confidence,
    "threat_erase": confidence,
    "team_view": case,
    "team_inside": case,
    "team_decide": case,
    "team_undo": case,
    "team_note": case,
    "team_campaign": campaign,
    "team_split": campaign,
    "team_merge": campaign,
    "team_regroup_back": regrouped,
    "team_settle": proposal,
    "team_role": membership,
    "team_remove": membership,
    "team_withdraw": invitation,
    "person_access": membership,
    "person_sign_out": membership,
    "person_reset": membership,
    "key_withdraw": key,
    "push_forget": browser,
    "mailbox_set": mailbox,
    "mailbox_change": mailbox,
    "siblings": case,
    "quarantine_do": quarantine,
    "scan_do": scan,
    "hold": case,
    "erase": case,
    "person": request_of_person,
    "person_copy": request_of_person,
    "person_erase": request_of_person,
    "person_refuse": request_of_person,
    "proof_ask": ask,
    "proof_ask_state": ask,
    "proof_ask_do": ask,
    "proof_evidence": proven,
    "proof_answer": asked,
    "proof_answer_state": asked,
    "proof_no": asked,
    "proof_yes": asked,
    "proof_revoke": device,
    "proof_person_do": contact,
    "mfa_remove_webauthn": passkey,
    "mfa_edit_webauthn": passkey,
    "payee": payee,
    "payee_change": payee,
    "payee_merge": payee,
    "ledger_evidence": ledger_evidence,
    "ledger_import": ledger_import,
    "confirmation": confirmation,
    "confirm_call": confirmation,
    "confirm_end": confirmation,
    "/doubts/{ref}": case,
    "/doubts/{ref}/contest": case,
    "/cases/{ref}": case,
    "/cases/{ref}/original": case,
    "/cases/{ref}/notes": case,
    "/cases/{ref}/decisions": case,
    "/cases/{ref}/decisions/{id}/undo": decision,
    "/campaigns/{id}": campaign,
    "/campaigns/{id}/decisions/preview": campaign,
    "/campaigns/{id}/decisions": campaign,
    "/campaigns/{id}/decisions/{number}/undo": decided_campaign,
    "/cases/{ref}/siblings": case,
    "/siblings/{ref}": quarantine,
    "agreement_version": agreement,
    "agreement_tool": ai_tool,
    "gate_run": payments,
    "gate_again": payments,
    "gate_aside": payments,
    "gate_held": payments,
    "gate_released": released,
    "gate_signature": released,
    "gate_confirm": held,
    "gate_ask": held,
    "invoice": invoice,
    "invoice_confirm": invoice_claim,
    "ai_key_withdraw": ai_key,
    "ai_ask": ai_ask,
    "ai_provider": ai_provider,
    "ai_provider_retire": ai_provider,
    "own_words_forget": own_words,
    "/payments/checks/{ref}": payments,
    "/payments/checks/{ref}/again": payments,
    "/payments/checks/{ref}/released/{round}": released,
    "/payments/checks/{ref}/held": payments,
}
"""What an address is about: view or operation -> the object for it, belonging to someone of the cast, as the parts of the address."""

PARTS: Mapping[str, Mapping[str, str]] = {
    "call_hear": {"call": "abc"},
    "call_end": {"call": "abc"},
    "agreement_theme": {"theme": "contact"},
    "suppliers_page": {"slug": "bakkerij-van-hove"},
    "account_confirm_email": {"key": "x:y:z"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
    "welcome": {"secret": "abc"},
    "proof_welcome": {"secret": "abc"},
    "closed": {},
    "ai_budget": {"scope": "person"},
    "openid_connect_login": {"provider_id": "own"},
    "openid_connect_callback": {"provider_id": "own"},
}
"""Parts of addresses that are about no object."""

BODIES: Mapping[str, Any] = {
    "POST /doubts": {"text": "x"},
    "POST /doubts/bytes": b"x",
    "POST /doubts/{ref}/contest": {},
    "POST /cases/{ref}/notes": {"text": "x"},
    "POST /cases/{ref}/decisions": {"kind": "agree"},
    "POST /campaigns/{id}/decisions/preview": {"kind": "agree"},
    "POST /campaigns/{id}/decisions": {"kind": "agree"},
    "POST /payments/checks": b"<x/>",
}
