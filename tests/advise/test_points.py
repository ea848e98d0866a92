from datetime import date, timedelta

import pytest

from weerbaar.advise.points import EVERYWHERE, FRESH_DAYS, points, reporting_points


def test_only_points_with_a_source_are_printed() -> None:
    for point in points():
        assert point.mark in ("P", "S")
        assert point.source and point.value
        assert date.fromisoformat(point.checked_on)
        assert point.country in ("BE", "NL", "FR", "DE", "LU", EVERYWHERE)


@pytest.mark.parametrize(
    ("country", "language", "value"),
    [
        ("BE", "nl", "verdacht@safeonweb.be"),
        ("BE", "fr", "suspect@safeonweb.be"),
        ("BE", "de", "suspicious@safeonweb.be"),
        ("be", "en", "suspicious@safeonweb.be"),
        ("NL", "nl", "fraudehelpdesk.nl, fhdzakelijk.nl"),
        ("FR", "fr", "signal-spam.fr"),
        ("LU", "fr", "circl.lu/report, +352 247 88444"),
        ("DE", "de", "reportphishing@apwg.org"),  # no sourced point of its own for mail
        ("", "en", "reportphishing@apwg.org"),
    ],
)
def test_a_suspicious_mail_goes_to_the_point_of_the_country(country: str, language: str, value: str) -> None:
    assert [point.value for point in reporting_points(country, ["phishing"], language)] == [value]


def test_a_point_is_named_once() -> None:
    values = [point.value for point in reporting_points("FR", ["payment", "crime", "incident"], "fr")]
    assert values == ["17cyber.gouv.fr"]


def test_an_old_point_carries_a_warning() -> None:
    checked = date(2026, 11, 1)
    fresh = reporting_points("BE", ["cards"], "nl", checked + timedelta(days=FRESH_DAYS))[0]
    stale = reporting_points("BE", ["cards"], "nl", checked + timedelta(days=FRESH_DAYS + 1))[0]
    unjudged = reporting_points("BE", ["cards"], "nl", None)[0]
    assert (fresh.stale, stale.stale, unjudged.stale) == (False, True, False)
    assert stale.warning and not fresh.warning
