"""The pages of payees: the list, as it stood on a day, one payee with how each fact was confirmed, adding, correcting, putting together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.words import folded
from weerbaar.desk.download import download
from weerbaar.desk.governance.export import encrypt
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import evidence, state, words, write
from weerbaar.desk.ledger.doors import may
from weerbaar.desk.ledger.models import OPEN, Confirmation
from weerbaar.desk.trail import record
from weerbaar.desk.web.team.doors import tell
from weerbaar.ledger import chain
from weerbaar.ledger.chain import Act, Entry
from weerbaar.ledger.compare import compare
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Claim, Fact, How, Kind, Ledger, Payee

PER_PAGE = 50
SHOWN = 100
FIRST_DAY = date(2020, 1, 1)
ADDABLE = (
    Kind.IBAN, Kind.BIC, Kind.PHONE, Kind.DOMAIN, Kind.ADDRESS, Kind.VAT, Kind.ENTERPRISE, Kind.NAME, Kind.ALIAS, Kind.CONTACT,
)  # fmt: skip
FORM = (
    ("name", None),
    ("country", None),
    *((kind.value, kind) for kind in (Kind.IBAN, Kind.VAT, Kind.PHONE, Kind.DOMAIN, Kind.ADDRESS, Kind.CONTACT)),
)
REPEATED = ("do", "kind", "value", "fact", "name", "country", "how")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to a payee."""

    at: str
    title: str
    text: str
    by: str


@require_GET
@may(Action.LEDGER)
def payees(request: HttpRequest, who: Membership) -> HttpResponse:
    """Everyone who is paid, now or at the end of a day; narrowed by words, an account or a number."""
    return _list(request, who)


@require_POST
@may(Action.TRAIL)
def verify(request: HttpRequest, who: Membership) -> HttpResponse:
    """Every entry against the one before and against the trail."""
    verified = state.verify(who.organisation)
    record("ledger verified", organisation=who.organisation_id, actor=who.user_id, facts={"broken": verified.broken})
    return _list(request, who, verified=verified)


@require_POST
@may(Action.TRAIL)
def export(request: HttpRequest, who: Membership) -> HttpResponse:
    """The whole ledger as JSON lines (weerbaar.ledger.chain), encrypted with age."""
    lines = "".join(chain.export(state.entries_of(who.organisation))).encode()
    try:
        sealed = encrypt(lines, request.POST.get("recipient", ""), request.POST.get("passphrase", ""))
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return redirect("payees")
    record("ledger exported", organisation=who.organisation_id, actor=who.user_id, facts={"bytes": len(sealed)})
    return download(sealed, f"ledger-{timezone.localdate()}.jsonl.age", "application/octet-stream")


@require_GET
@may(Action.LEDGER)
def payee(request: HttpRequest, who: Membership, id: str) -> HttpResponse:
    """One payee."""
    on = _day(request)
    ledger = state.ledger_of(who.organisation, on)
    known = _known(ledger, id)
    until = chain.moment(state.end_of(on)) if on else ""
    entries = [one for one in chain.history(state.entries_of(who.organisation), id) if not until or one.at <= until]
    open_ = [
        one for one in Confirmation.objects.filter(organisation=who.organisation, state__in=OPEN) if one.about["payee"] == id
    ]
    return render(
        request,
        "ledger/payee.html",
        {
            "payee": known,
            "facts": [_shown(who, fact, ledger.today) for fact in sorted(known.facts, key=_order)],
            "today": ledger.today,
            "on": on.isoformat() if on else "",
            "version": write.version(who.organisation, id),
            "timeline": [*_timeline(who.organisation, entries)][::-1][:SHOWN],
            "open": open_,
            "writes": can(who, Action.CONFIRM),
            "kinds": [(kind.value, words.kind(kind)) for kind in ADDABLE],
            "ways": [(how.value, words.how(how)) for how in write.BY_HAND],
        },
    )


@require_http_methods(["GET", "POST"])
@may(Action.CONFIRM)
def payee_add(request: HttpRequest, who: Membership) -> HttpResponse:
    """Write a payee down by hand. Somebody who seems to stand here already is shown first."""
    said = {name: request.POST.get(name, "").strip()[:254] for name, _kind in FORM}
    wrong = ""
    like: tuple[Payee, ...] = ()
    if request.method == "POST":
        like = () if request.POST.get("sure") else _like(who, said)
        if not like:
            facts = [(kind, said[name]) for name, kind in FORM if kind and said[name]]
            try:
                made = write.add_payee(who.organisation, who, said["name"], country=said["country"], facts=facts)
            except Trouble as trouble:
                wrong = trouble.said(readers_language())
            else:
                messages.success(request, _("Written down, as not confirmed."))
                return redirect("payee", id=made)
    labels = {"name": _("Name"), "country": _("Country of its seat, two letters")}
    fields = [{"name": name, "label": labels.get(name) or words.kind(name), "value": said[name]} for name, _kind in FORM]
    return render(
        request, "ledger/payee_add.html", {"fields": fields, "wrong": wrong, "like": like}, status=400 if wrong else 200
    )


@require_POST
@may(Action.CONFIRM)
def payee_change(request: HttpRequest, who: Membership, id: str) -> HttpResponse:
    """Add, correct, confirm, take out, or give another name; when somebody else was faster, both are shown."""
    known = _known(state.ledger_of(who.organisation), id)
    said = {name: request.POST.get(name, "")[:254] for name in REPEATED}
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0
    try:
        _write(request, who, id, said, number)
    except write.Changed:
        changed = write.since(who.organisation, id, number)
        mine = [(_label(name), _value(name, value, known)) for name, value in said.items() if value and name != "do"]
        shown = {
            "payee": known,
            "mine": mine,
            "again": [(name, value) for name, value in said.items() if value],
            "theirs": list(_timeline(who.organisation, changed)),
            "version": write.version(who.organisation, id),
        }
        return render(request, "ledger/both.html", shown, status=409)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
    else:
        messages.success(request, _("Written down."))
    return redirect("payee", id=id)


@require_http_methods(["GET", "POST"])
@may(Action.CONFIRM)
def payee_merge(request: HttpRequest, who: Membership, id: str) -> HttpResponse:
    """Find the other of two that are one, and put them together."""
    ledger = state.ledger_of(who.organisation)
    known, seen = _known(ledger, id), request.POST.get("seen", "")
    if request.method == "POST":
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0
        other = request.POST.get("other", "")[:40]
        tell(request, lambda: write.merge(who.organisation, who, id, other, seen=number), _("They are one now."))
        return redirect("payee", id=id)
    q = request.GET.get("q", "").strip()[:100] or known.name
    found = [one for one in search(ledger, q) if one.id != id][:20]
    return render(
        request, "ledger/merge.html", {"payee": known, "q": q, "found": found, "version": write.version(who.organisation, id)}
    )


@require_GET
@may(Action.LEDGER)
def evidence_file(request: HttpRequest, who: Membership, digest: str) -> HttpResponse:
    """A file that was attached, to be kept by the reader; never shown inside the desk."""
    found = evidence.find(who.organisation, digest)
    if found is None:
        raise Http404
    record("evidence opened", organisation=who.organisation_id, actor=who.user_id, about=str(found))
    return download(found.content(), _ascii(found.name), "application/octet-stream")


def search(ledger: Ledger, text: str) -> list[Payee]:
    """Payees in which every word is found: in a name, or in any fact; an account also with spaces."""
    wanted = [folded(word) for word in text.split()][:8]
    together = "".join(text.split()).upper()
    if not wanted:
        return sorted(ledger.payees, key=lambda one: folded(one.name))
    found = []
    for one in ledger.payees:
        values = [fact.value for fact in one.facts]
        hay = folded(" ".join((one.name, *values)))
        if all(word in hay for word in wanted) or (len(together) > 4 and any(together in value.upper() for value in values)):
            found.append(one)
    return sorted(found, key=lambda one: folded(one.name))


def _list(request: HttpRequest, who: Membership, **more: object) -> HttpResponse:
    on, q = _day(request), request.GET.get("q", "").strip()[:100]
    ledger = state.ledger_of(who.organisation, on) if "verified" not in more else state.known_to(who.organisation)
    page = Paginator(search(ledger, q), PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in (("q", q), ("on", on.isoformat() if on else "")) if value})
    known = {
        "page": page,
        "q": q,
        "on": on.isoformat() if on else "",
        "today": ledger.today,
        "query": f"{query}&" if query else "",
    }
    return render(request, "ledger/payees.html", {**known, **more})


def _day(request: HttpRequest) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return max(day, FIRST_DAY) if day < timezone.localdate() else None


def _known(ledger: Ledger, id: str) -> Payee:
    found = ledger.payee(id)
    if found is None:
        raise Http404
    return found


def _order(fact: Fact) -> tuple[int, str]:
    return list(ADDABLE).index(fact.kind), fact.value


def _shown(who: Membership, fact: Fact, today: str) -> dict[str, object]:
    kept = [(digest, evidence.find(who.organisation, digest)) for digest in fact.evidence[: evidence.MOST_FILES]]
    return {
        **{name: getattr(fact, name) for name in ("id", "kind", "value", "how", "at", "until", "by", "confirmed")},
        "over": fact.expired(today),
        "fresh": fact.confirmed and not fact.expired(today),
        "by_call": fact.kind in write.BY_CALL,
        "by_hand": fact.kind not in write.BY_CALL and not fact.confirmed,
        "evidence": [{"digest": digest, "name": one.name} for digest, one in kept if one is not None],
    }


def _write(request: HttpRequest, who: Membership, id: str, said: Mapping[str, str], seen: int) -> None:
    organisation, do = who.organisation, said["do"]
    if do == "rename":
        write.change_payee(organisation, who, id, said["name"], said["country"], seen=seen)
    elif do == "add" and said["kind"] in ADDABLE:
        write.add_fact(organisation, who, id, Kind(said["kind"]), said["value"], seen=seen)
    elif do == "correct":
        write.correct_fact(organisation, who, id, said["fact"], said["value"], seen=seen)
    elif do == "retire":
        write.retire_fact(organisation, who, id, said["fact"], seen=seen)
    elif do == "confirm" and said["how"] in write.BY_HAND:
        file = request.FILES.get("file")
        data = file.read(evidence.MOST_BYTES + 1) if file else b""
        digests = [evidence.attach(organisation, who, file.name or "", data)] if file else []
        write.confirm_fact(organisation, who, id, said["fact"], How(said["how"]), evidence=digests, seen=seen)
    else:
        raise write.NotWritten("ledger_no_fact")


def _timeline(organisation: Organisation, entries: Sequence[Entry]) -> Iterator[Line]:
    values = {str(one.body["fact"]): one for one in state.entries_of(organisation) if one.act is Act.FACT_ADDED}
    for one in entries:
        body = one.body
        added = values.get(str(body.get("fact", "")))
        told = words.fact(added.body["kind"], str(added.body["value"])) if added else ""
        title, text = {
            Act.PAYEE_ADDED: (_("Written down"), str(body.get("name", ""))),
            Act.PAYEE_CHANGED: (_("Another name or country"), f"{body.get('name', '')} {body.get('country', '')}".strip()),
            Act.PAYEE_RETIRED: (_("Taken out"), ""),
            Act.FACT_ADDED: (_("Added"), f"{told}: {words.how(body['how'])}" if "how" in body else told),
            Act.FACT_CONFIRMED: (_("Confirmed"), f"{told}: {words.how(body['how'])}" if "how" in body else told),
            Act.FACT_RETIRED: (_("No longer holds"), told),
        }.get(one.act, (_("Noted"), ""))
        yield Line(one.at, title, text, "" if one.by == state.DESK else one.by)


def _like(who: Membership, said: Mapping[str, str]) -> tuple[Payee, ...]:
    """Who in the ledger this could be: of this name, number or account."""
    ledger = state.ledger_of(who.organisation)
    clean = {}
    for kind in (Kind.IBAN, Kind.VAT, Kind.DOMAIN):
        try:
            clean[kind.value] = write.normal(kind, said[kind.value], said["country"]) if said[kind.value] else ""
        except write.NotWritten:
            clean[kind.value] = ""
    found = compare(Claim(name=said["name"], **clean), ledger)
    return tuple(one for id in dict.fromkeys((found.payee, found.holder)) if id and (one := ledger.payee(id)) is not None)


def _label(name: str) -> str:
    return {
        "kind": _("What"), "value": _("As it is written"), "fact": _("In the place of"), "name": _("Name"),
        "country": _("Country of its seat, two letters"), "how": _("How do you know?"),
    }[name]  # fmt: skip


def _value(name: str, value: str, known: Payee) -> str:
    if name == "kind" and value in set(Kind):
        return words.kind(value)
    if name == "how" and value in set(How):
        return words.how(value)
    if name == "fact":
        return next((fact.value for fact in known.facts if fact.id == value), _("something that no longer holds"))
    return value


def _ascii(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)[:100] or "file"
