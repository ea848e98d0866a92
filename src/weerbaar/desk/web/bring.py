"""Bring a doubt: the front page, what a page sends piece by piece, and what a phone shares."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.language import readers_language
from weerbaar.desk.web import brought
from weerbaar.desk.web.brought import MIB, Piece, Taken
from weerbaar.settings import load

FILES = "files"
LONGEST_FORM = 64


@require_http_methods(["GET", "POST"])
@for_members
def bring(request: HttpRequest, who: Membership) -> HttpResponse:
    """The front page. Without script one form brings it all; with it, each file is sent alone and the rest of a failure is not lost."""
    if request.method != "POST":
        return _page(request)
    return _answered(
        request, _take(request, who, *_form(request)), _("There is nothing here yet. Paste a text or a link, or choose a file.")
    )


@require_POST
def bring_one(request: HttpRequest) -> HttpResponse:
    """The same for a script: what was sent, and for each piece where its answer will be, or why it was not taken in."""
    return _as_json(request, *_form(request))


@csrf_exempt
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """What another app on a phone shared (Web Share Target). The phone cannot know our token, so we look at where it comes from."""
    if not _is_from_here(request):
        raise PermissionDenied
    if _wants_json(request):
        return _as_json(request, *_shared(request))
    who = member(request)
    if who is None:
        messages.warning(request, _("Please sign in first, then share it once more. It is still on your device."))
        return redirect(f"{reverse('account_login')}?next=/")
    return _answered(request, _take(request, who, *_shared(request)), _("Nothing came with what you shared."))


def too_large(request: HttpRequest) -> str:
    """What is said when so much was sent that the server let it go unread; "" when it was not."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return brought.too_large() if length.isdigit() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE else ""


def _answered(request: HttpRequest, taken: list[Taken], nothing: str) -> HttpResponse:
    """One case leads to its page; all else is told piece by piece."""
    if not taken:
        return _page(request, wrong=too_large(request) or nothing, status=400)
    cases = [one.case for one in taken if one.case]
    if len(taken) == 1 and cases:
        return redirect("doubt", ref=cases[0].ref)
    return _page(request, taken=taken, status=200 if cases else 503 if any(one.kept_back for one in taken) else 400)


def _page(request: HttpRequest, taken: Iterable[Taken] = (), wrong: str = "", status: int = 200) -> HttpResponse:
    failed = bool(wrong) or any(one.wrong for one in taken)
    known = {
        "taken": taken,
        "wrong": wrong,
        "text": request.POST.get("text", "") if failed else "",
        "comment": request.POST.get("comment", "") if failed else "",
        "form": uuid.uuid4().hex,
        "most": load().max_bytes // MIB,
        "most_media": max(load().max_bytes, load().max_media_bytes) // MIB,
        "most_bytes": max(load().max_bytes, load().max_media_bytes),
    }
    return render(request, "bring.html", known, status=status)


def _as_json(request: HttpRequest, pieces: list[Piece], comment: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"sign_in": reverse("account_login")}, status=401)
    who = member(request)
    if who is None:
        raise PermissionDenied
    taken = _take(request, who, pieces, comment)
    told = [{"name": one.name, "url": _where(one), "wrong": one.wrong, "again": one.kept_back} for one in taken]
    return JsonResponse({"pieces": told, "wrong": "" if told else too_large(request)})


def _where(one: Taken) -> str:
    return reverse("doubt", kwargs={"ref": one.case.ref}) if one.case else ""


def _take(request: HttpRequest, who: Membership, pieces: list[Piece], comment: str) -> list[Taken]:
    form = request.POST.get("form", "")[:LONGEST_FORM] or uuid.uuid4().hex
    return list(brought.take_in(pieces, who, f"web:{form}", comment, readers_language()))


def _form(request: HttpRequest) -> tuple[list[Piece], str]:
    """The files and the text of a form, each a piece, and what was said with them."""
    text = request.POST.get("text", "").strip()
    return _files(request) + ([brought.of_text(text)] if text else []), request.POST.get("comment", "").strip()


def _shared(request: HttpRequest) -> tuple[list[Piece], str]:
    """The files of a share, with its words as what was said; where there is no file, the words are the piece."""
    text, address = request.POST.get("text", "").strip(), request.POST.get("url", "").strip()
    words = text if address in text else f"{text}\n{address}".strip()
    files = _files(request)
    if files or not words:
        return files, words
    return [brought.of_text(words)], request.POST.get("title", "").strip()


def _files(request: HttpRequest) -> list[Piece]:
    return [brought.of_file(file) for file in request.FILES.getlist(FILES)]


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours or the device itself asks, by Fetch Metadata (W3C); for browsers without it, by Origin (RFC 6454)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.get_host()
