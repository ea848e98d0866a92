"""The card of a learned model: what it learned from, under which terms, and what it reached."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.data import Message

LICENCES = {
    "corpus": "CC0 (ours)",
    "corpus_chat": "CC0 (ours)",
    "phishing_pot": "CC BY-NC 4.0",
    "spamassassin": "PDDL; texts their senders'",
    "list_linux_clk": "none stated, public list",
    "sisimai_bounces": "BSD-2",
    "ha_parcel_mail": "MIT",
    "gemini_phase1": "none stated",
    "invoiceninja_templates": "Elastic 2.0",
    "snipeit_templates": "AGPL-3",
    "allauth_templates": "MIT",
    "bagisto_templates": "MIT",
    "keycloak_templates": "Apache-2",
    "oscar_templates": "BSD",
    "postmark_templates": "MIT",
    "newsletter_dip": "none stated",
    "newsletters_fr": "MIT; texts their senders'",
    "mailspring_fixtures": "GPL-3",
    "uci_sms": "none stated",
}
HEAD = """# Card: learned.words

A logistic regression on hashed character 3- to 5-grams and word 1- to 2-grams of the masked subject and text (`learned/grams.py`,
`learned/mask.py`): one 8-bit weight per bucket, {size} kB. It reads which words a message uses; it sees no address, link, number, header
or sender. Its strength is calibrated and capped in `weigh/weights/learned.toml`, and weighed beside what the detectors see.

**Not evidence of who or what wrote a text.** Honest and fraudulent messages of the corpus are written the same way.

**Where it fails.** On wording far from what it learned: trained without the AI-written English set below, it separates that set's fraud from
its honest mail with an AUC of {transfer_ai:.2f}; trained without our corpus, it reaches {transfer_corpus:.2f} on the corpus. It is one voice among many.
Languages other than nl, fr, de and en are best effort; fraud and honest mail weigh the same within each language, so that a language is no evidence.

Sources under non-commercial or unclear terms taught weights of hashed features only (text and data mining, art. 4 of Directive (EU)
2019/790); no text is kept or can be read back. `make train SOURCES=permissive` trains without them and reports the difference.

Made on {day}. Without the sources that are not permissive, cross-fitted AUC on the corpus: {permissive:.3f}; with them: {all:.3f}.

## Learned from

| source | fraud | honest | licence |
| --- | --- | --- | --- |
"""


def write(
    path: Path, train: Sequence[Message], numbers: dict[str, float], aucs: Sequence[tuple[str, str, float, int]], day: str
) -> None:
    """Write the card beside the model."""
    size = path.with_suffix(".npz").stat().st_size // 1000
    lines = [HEAD.format(size=size, day=day, **numbers)]
    counts = Counter((m.source, m.fraud) for m in train)
    sources = sorted({m.source for m in train})
    lines += [f"| {source} | {counts[source, True]} | {counts[source, False]} | {LICENCES[source]} |\n" for source in sources]
    lines.append(
        "\n## Reached (each message read by a model that did not see its fold)\n\n| slice | language | AUC | messages |\n| --- | --- | --- | --- |\n"
    )
    lines += [f"| {name} | {language} | {auc:.3f} | {count} |\n" for name, language, auc, count in aucs]
    path.write_text("".join(lines), encoding="utf-8")
