"""An overruled answer teaches something, and only when someone says so."""

import tomllib

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from tests.desk.test_campaigns import brought
from weerbaar.desk.accounts.known import known
from weerbaar.desk.cases.decide import decide, undo
from weerbaar.desk.cases.feedback import Edit, Settled, difference, edits, settle, unlearn, written
from weerbaar.desk.cases.models import Decision, Proposal, Review
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.governance.models import Entry
from weerbaar.model.organisation import Organisation, Supplier
from weerbaar.model.verdict import Band

FACTS = {"sender": ["an@firma.example", "firma.example"], "host": ["pay.firma.example"], "account": ["BE68539007547034"]}
NOTED = """# who we are
name = "Bakkerij"
known_bad = [
  "a.example",  # told by the police ]
  'b"c',
]
[[suppliers]]
name = "x"
"""


@pytest.mark.parametrize(
    ("facts", "band", "organisation", "expected"),
    [
        (FACTS, Band.NO_SIGN, Organisation(), [Edit("allowed_domains", True, "firma.example")]),
        (
            FACTS,
            Band.FRAUD,
            Organisation(),
            [Edit("known_bad", True, "firma.example"), Edit("known_bad", True, "BE68539007547034")],
        ),
        (FACTS, Band.VERIFY, Organisation(), []),
        ({"sender": ["an@gmail.com"]}, Band.NO_SIGN, Organisation(), []),  # anybody has an address there
        ({"sender": ["an@gmail.com"]}, Band.FRAUD, Organisation(), [Edit("known_bad", True, "an@gmail.com")]),
        (FACTS, Band.FRAUD, Organisation(suppliers=(Supplier("Firma", ("firma.example",), ("BE68539007547034",)),)), []),
        (FACTS, Band.FRAUD, Organisation(domains=("firma.example",)), [Edit("known_bad", True, "BE68539007547034")]),
        (
            FACTS,
            Band.NO_SIGN,
            Organisation(known_bad=("firma.example",)),
            [Edit("known_bad", False, "firma.example"), Edit("allowed_domains", True, "firma.example")],
        ),
    ],
)
def test_what_could_be_learned(
    facts: dict[str, list[str]], band: Band, organisation: Organisation, expected: list[Edit]
) -> None:
    found = list(edits(facts, band, organisation))
    assert list(dict.fromkeys(found)) == expected


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("", Edit("known_bad", True, "x.example"), 'known_bad = ["x.example"]\n'),
        ('name = "B"\n', Edit("known_bad", True, "x.example"), 'name = "B"\nknown_bad = ["x.example"]\n'),
        ('[[people]]\nname = "B"\n', Edit("known_bad", True, "x"), 'known_bad = ["x"]\n[[people]]\nname = "B"\n'),
        ('known_bad = ["x", "y"] # why\n', Edit("known_bad", False, "x"), 'known_bad = ["y"] # why\n'),
        (
            NOTED,
            Edit("known_bad", True, "é.example"),
            '# who we are\nname = "Bakkerij"\nknown_bad = ["a.example", "b\\"c", "é.example"]\n[[suppliers]]\nname = "x"\n',
        ),
    ],
)
def test_one_list_changes_and_the_rest_stays(before: str, edit: Edit, after: str) -> None:
    made = written(before, edit)
    assert made == after
    assert tomllib.loads(made)[edit.field][-1:] != [] or not edit.adds


@pytest.mark.parametrize(
    ("before", "edit"),
    [
        ('known_bad = ["x"]', Edit("known_bad", True, "x")),
        ("", Edit("known_bad", False, "x")),
        ('known_bad = "x"', Edit("known_bad", True, "y")),
        ('"known_bad" = ["x"]', Edit("known_bad", True, "y")),  # written in a way we leave alone
        ("known_bad = [", Edit("known_bad", True, "y")),
    ],
)
def test_what_cannot_be_changed_is_left_alone(before: str, edit: Edit) -> None:
    with pytest.raises(Settled):
        written(before, edit)


def test_overruling_proposes_and_changes_nothing_by_itself(desk: Desk) -> None:
    before = desk.bakery.description
    case = brought(desk, "nadia", FRAUD)
    decide(case, desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="Els schreef dit zelf")
    assert desk.bakery.description == before
    assert [(one.field, one.adds, one.value) for one in Proposal.objects.all()] == [
        ("allowed_domains", True, "directie.example")
    ]
    review = Review.objects.get()
    assert (review.machine, review.person) == (Band.FRAUD, Band.NO_SIGN)
    assert {"id", "log_ratio"} == set(review.findings[0])


def test_agreeing_proposes_nothing(desk: Desk) -> None:
    decide(brought(desk, "nadia", FRAUD), desk.member("ines"), Decision.Kind.AGREE)
    assert (Proposal.objects.count(), Review.objects.count()) == (0, 0)


def test_a_proposal_is_shown_applied_and_undone(desk: Desk) -> None:
    case = brought(desk, "nadia", HONEST.replace(b"facturen@molensdekroon.example", b"wim@nieuwemolen.example"))
    decide(case, desk.member("ines"), Decision.Kind.OVERRULE, band=Band.FRAUD, reason="Wim bestaat niet")
    before, proposal = desk.bakery.description, Proposal.objects.get()
    assert difference(proposal) == [
        '-known_bad = ["veiligbetalen.example"]',
        '+known_bad = ["veiligbetalen.example", "nieuwemolen.example"]',
    ]
    settle(proposal, desk.member("ines"), apply=True)
    assert known(desk.bakery).known_bad == ("veiligbetalen.example", "nieuwemolen.example")
    with pytest.raises(Settled):
        settle(proposal, desk.member("ines"), apply=True)
    unlearn(proposal, desk.member("els"))
    assert desk.bakery.description == before
    assert list(Entry.objects.filter(about=proposal.name).values_list("action", flat=True)) == ["learned", "unlearned"]


def test_an_undone_decision_withdraws_what_it_proposed(desk: Desk) -> None:
    made = decide(brought(desk, "nadia", FRAUD), desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="x")
    undo(made, desk.member("ines"))
    assert (Proposal.objects.get().state, Review.objects.count()) == (Proposal.State.DECLINED, 0)


@pytest.mark.parametrize("name", ["nadia", "tom", "karim", "ruth", "bart"])
def test_only_who_may_change_what_is_known_settles_a_proposal(desk: Desk, name: str) -> None:
    decide(brought(desk, "nadia", FRAUD), desk.member("ines"), Decision.Kind.OVERRULE, band=Band.NO_SIGN, reason="x")
    with pytest.raises(Forbidden):
        settle(Proposal.objects.get(), desk.member(name), apply=True)
    assert Proposal.objects.get().state == Proposal.State.OPEN
