"""Verdicts on messages as the product would give them, with the words model's strength replaced by one that never saw the message."""

from collections.abc import Sequence

from training.look_at import Seen
from weerbaar.learned.models import MODELS
from weerbaar.model.finding import Finding
from weerbaar.model.verdict import Basis, Verdict
from weerbaar.weigh.weigh import weigh

PRIOR = 0.5


def verdict(seen: Seen, strength: float, *, known: bool = True) -> Verdict:
    """The verdict with its organisation (`known`) or without any."""
    findings: Sequence[Finding] = seen.known if known else seen.alone
    if seen.text:
        findings = [*findings, Finding(MODELS[0].id, "text", {}, strength)]
    basis = Basis.ALONE if seen.basis is Basis.KNOWN and not known else seen.basis
    return weigh(findings, seen.readable, PRIOR, basis)
