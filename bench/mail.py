"""`make bench-mail`: what the shipped system does on mail it did not learn from. Prints the tables and writes docs/measured/mail.md.

Held-out messages are read by the shipped words model; messages that taught it by a model that did not see their fold (training/words.py).
Weights and bands are the shipped ones. `--anchors` adds Debian's SpamAssassin and rspamd on the same messages (bench/anchors.py).
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from training import words
from training.data import Message, messages
from training.look_at import Seen, look_at, look_at_all
from training.verdicts import verdict

from bench import tables
from bench.evasion import TRICKS, evade
from weerbaar.learned.words import weights as shipped_words
from weerbaar.model.verdict import Band, Verdict

LANGUAGES = ("nl", "fr", "de", "en")
CHATS = ("corpus_chat", "uci_sms")


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with its verdicts: organisation known, and alone."""

    message: Message
    seen: Seen
    known: Verdict
    alone: Verdict


def judge_all(chosen: Sequence[Message]) -> list[Judged]:
    """Verdicts on messages; those that taught the words model get a strength from a model that did not see them."""
    seen = look_at_all(chosen)
    model = shipped_words()
    if model is None:
        sys.exit("No words model; run `make train` first.")
    rows = words.matrix([s.text for s in seen])
    strengths = np.asarray(rows @ model[0] + model[1], dtype=np.float64)
    trained = np.flatnonzero([not m.held_out and bool(s.text) for m, s in zip(chosen, seen, strict=True)])
    strengths[trained] = words.cross_fitted(rows[trained], [chosen[int(i)] for i in trained])
    return [
        Judged(m, s, verdict(s, float(x)), verdict(s, float(x), known=False))
        for m, s, x in zip(chosen, seen, strengths, strict=True)
    ]


def scores(judged: Sequence[Judged], *, known: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(log odds, fraud) of the verdicts."""
    probability = np.array([(j.known if known else j.alone).probability for j in judged])
    probability = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.log(probability / (1 - probability)), np.array([j.message.fraud for j in judged])


def separation(title: str, judged: Sequence[Judged], *, known: bool) -> list[object]:
    """A row: AUC, detection at 1 % and 0.1 % false alarms, counts."""
    if not judged:
        return [title, 0, 0, "no cases", "", ""]
    odds, fraud = scores(judged, known=known)
    if fraud.all() or not fraud.any():
        return [title, int(fraud.sum()), int((~fraud).sum()), "one class only", "", ""]
    auc = roc_auc_score(fraud, odds)
    return [
        title, int(fraud.sum()), int((~fraud).sum()), f"{auc:.3f}",
        tables.detection_at(odds, fraud, 0.01), tables.detection_at(odds, fraud, 0.001),
    ]  # fmt: skip


def bands(judged: Sequence[Judged], group: Callable[[Judged], str], *, known: bool = True) -> str:
    """Per group: honest called fraud, honest to verify, fraud called fraud, fraud inside "no sign"."""
    rows = []
    for name in sorted({group(j) for j in judged}):
        mine = [j for j in judged if group(j) == name]
        honest = Counter((j.known if known else j.alone).band for j in mine if not j.message.fraud)
        fraud = Counter((j.known if known else j.alone).band for j in mine if j.message.fraud)
        h, f = honest.total(), fraud.total()
        rows.append([
            name, tables.share(honest[Band.FRAUD], h), tables.share(honest[Band.VERIFY], h),
            tables.share(fraud[Band.FRAUD], f), tables.share(fraud[Band.VERIFY], f), tables.share(fraud[Band.NO_SIGN], f),
        ])  # fmt: skip
    head = [
        "",
        'honest, "fraud"',
        'honest, "verify first"',
        'fraud, "fraud"',
        'fraud, "verify first"',
        'fraud, "no sign of fraud"',
    ]
    return tables.table(head, rows)


def calibration(title: str, judged: Sequence[Judged], *, known: bool) -> list[object]:
    """A row: Brier, ECE, Cllr."""
    if not judged:
        return [title, 0, "no cases", "", ""]
    odds, fraud = scores(judged, known=known)
    probability = 1 / (1 + np.exp(-odds))
    brier = float(np.mean((probability - fraud) ** 2))
    return [title, len(judged), f"{brier:.3f}", f"{tables.ece(probability, fraud):.3f}", f"{tables.cllr(odds, fraud):.3f}"]


def evasion(judged: Sequence[Judged], most: int) -> str:
    """Of the corpus frauds called fraud or verify first, how many slip into "no sign of fraud" when written evasively.

    The words model that reads them has seen neither the message nor its author in that language.
    """
    trained = [j for j in judged if not j.message.held_out and j.seen.text]
    models = words.fold_models(words.matrix([j.seen.text for j in trained]), [j.message for j in trained])
    caught = [
        j for j in judged if j.message.source == "corpus" and j.message.fraud and j.known.band in (Band.FRAUD, Band.VERIFY)
    ]
    caught = caught[:: max(1, len(caught) // most)]
    rows = []
    for trick in TRICKS:
        escaped = softened = tried = 0
        for j in caught:
            data = evade(j.message.data, trick, j.message.id)
            if data is None:
                continue
            tried += 1
            seen = look_at(replace(j.message, data=data), ocr=trick == "picture only")
            row = words.matrix([seen.text])
            band = verdict(seen, float(models[words.fold(j.message)].decision_function(row)[0])).band
            escaped += band is Band.NO_SIGN
            softened += band is Band.VERIFY and j.known.band is Band.FRAUD
        rows.append([trick, tried, tables.share(escaped, tried), tables.share(softened, tried)])
    return tables.table(["trick", "caught frauds", 'escape to "no sign of fraud"', 'from "fraud" to "verify first"'], rows)


def page(judged: Sequence[Judged], tricks: int) -> str:
    """The whole report."""
    mails = [j for j in judged if j.message.source not in CHATS]
    corpus = [j for j in judged if j.message.source == "corpus"]
    held = [j for j in mails if j.message.held_out]
    recent = [j for j in held if not j.message.fraud or j.message.source == "phishing_pot"]
    out = [
        "# Mail: what the shipped system does on messages it did not learn from\n",
        f"Printed by `make bench-mail` on {datetime.now(UTC).date().isoformat()}; {len(judged)} messages. Shares carry exact 95 % bounds.",
        "Honeypot mail is split by time (from 2025 on: held out), AI phase 1 by prompt, templates by text, the corpus by author batch",
        "(cross-fitted). `known`: the organisation's own description was given; `alone`: only the message.\n",
        "## How well fraud and honest mail are told apart\n",
        tables.table(
            ["slice", "fraud", "honest", "AUC", "detection at 1 % false alarms", "at 0.1 %"],
            [
                separation("recent honeypot fraud vs held-out honest mail, alone", recent, known=False),
                separation(
                    "AI phase 1, held-out prompts, alone", [j for j in held if j.message.source == "gemini_phase1"], known=False
                ),
                separation("corpus, alone", corpus, known=False),
                separation("corpus, known", corpus, known=True),
                *(
                    separation(f"corpus {language}, {'known' if known else 'alone'}", _language(corpus, language), known=known)
                    for language in LANGUAGES
                    for known in (False, True)
                ),
                *(
                    separation(
                        f"chat {language}",
                        _language([j for j in judged if j.message.source == "corpus_chat"], language),
                        known=True,
                    )
                    for language in LANGUAGES
                ),
            ],
        ),
        "## Bands as shipped, per source (held-out and cross-fitted)\n",
        bands([j for j in judged if j.message.held_out or j.message.source.startswith("corpus")], lambda j: j.message.source),
        "## Bands per language (corpus, organisation known)\n",
        bands(corpus, lambda j: j.message.language),
        "## Bands per language (corpus, message alone)\n",
        bands(corpus, lambda j: j.message.language, known=False),
        "## Bands per origin (held-out and cross-fitted mail)\n",
        bands([j for j in mails if j.message.held_out or j.message.source == "corpus"], lambda j: j.message.origin),
        "## Bands per fraud family (corpus, organisation known; an honest message counts with its topic)\n",
        bands([j for j in corpus if j.message.fraud], lambda j: j.message.family),
        "## Calibration at a prior of one half\n",
        tables.table(
            ["slice", "messages", "Brier", "ECE", "Cllr"],
            [
                calibration("corpus, known", corpus, known=True),
                calibration("corpus, alone", corpus, known=False),
                calibration("held-out honeypot and honest mail, alone", recent, known=False),
            ],
        ),
    ]
    if tricks:
        out += ["## Evasion: caught corpus frauds, written for filters\n", evasion(judged, tricks)]
    return "\n".join(out)


def _language(judged: Sequence[Judged], language: str) -> list[Judged]:
    return [j for j in judged if j.message.language == language]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anchors", action="store_true", help="also run SpamAssassin and rspamd where they are installed")
    parser.add_argument("--evasion", type=int, default=200, help="frauds to try each trick on (0: none)")
    options = parser.parse_args()
    judged = judge_all(list(messages()))
    text = page(judged, options.evasion)
    if options.anchors:
        from bench.anchors import compare

        text += "\n" + compare([j for j in judged if j.message.source not in CHATS])
    tables.write("mail.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
