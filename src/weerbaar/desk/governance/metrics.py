"""Numbers for Prometheus: states, times, sizes. No names, no addresses, no organisation."""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Min
from django.db.models.functions import Now
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from weerbaar.desk.cases.models import Answer, Case, State
from weerbaar.desk.governance import health
from weerbaar.desk.governance.models import Entry, Mark, Request
from weerbaar.desk.work.models import Worker

Row = tuple[tuple[str, ...], float]


class Desk(Collector):
    """Read from the database when asked."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        waiting = Case.objects.filter(state__in=(State.RECEIVED, State.LOOKING))
        oldest = waiting.aggregate(oldest=Min("received_at"))["oldest"]
        seen = Worker.objects.filter(seen_at__gte=Now() - health.SILENT).count()
        usage = shutil.disk_usage(Path(settings.WEERBAAR_HOME))
        yield _gauge(
            "cases", "Cases by state and band.", ("state", "band"), _counted(Case.objects.values_list("state", "band"))
        )
        yield _gauge("answers", "Answers by sending.", ("sending",), _counted(Answer.objects.values_list("sending")))
        yield _gauge(
            "oldest_waiting_seconds",
            "Age of the oldest case without answer.",
            (),
            [((), (now - oldest).total_seconds() if oldest else 0)],
        )
        yield _gauge(
            "requests_open", "Requests of persons that are open.", (), [((), Request.objects.filter(done_at=None).count())]
        )
        yield _gauge(
            "requests_late",
            "Of these, past their month.",
            (),
            [((), Request.objects.filter(done_at=None, due_at__lt=now).count())],
        )
        yield _gauge("workers", "Workers that live.", (), [((), seen)])
        yield _gauge("trail_lines", "Lines of all trails.", (), [((), Entry.objects.count())])
        yield _gauge("disk_free_bytes", "Free disk space of the desk's folder.", (), [((), usage.free)])
        yield _gauge(
            "ai_uses_last_hour",
            "Requests to the gateway in the last hour, by decision, and by why one did not go through.",
            ("decision", "why"),
            _counted(
                apps.get_model("gateway", "Use").objects.filter(at__gte=now - timedelta(hours=1)).values_list("decision", "why")
            ),
        )
        ages = [((mark.name,), (now - mark.at).total_seconds()) for mark in Mark.objects.all()]
        yield _gauge("chore_age_seconds", "Since something was last done.", ("chore",), ages)
        yield _gauge(
            "ok",
            "Checks of readiness: 1 is fine.",
            ("check",),
            [((name,), float(one.ok)) for name, one in health.checks().items()],
        )
        yield _gauge("web_resident_bytes", "Resident memory of this web process.", (), [((), _resident())])


def text() -> bytes:
    """The numbers as Prometheus reads them (text format 0.0.4)."""
    registry = CollectorRegistry()
    registry.register(Desk())
    return bytes(generate_latest(registry))


def _gauge(name: str, told: str, labels: tuple[str, ...], rows: Iterable[Row]) -> Metric:
    made = GaugeMetricFamily(f"weerbaar_{name}", told, labels=labels)
    for values, number in rows:
        made.add_metric(list(values), number)
    return made


def _counted(query: Any) -> list[Row]:
    return [(tuple(str(one) for one in row[:-1]), float(row[-1])) for row in query.order_by().annotate(number=Count("pk"))]


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
