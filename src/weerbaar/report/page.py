"""The answer as one self-contained page: accessible, no script, nothing loaded, no link that leads out of it.

Everything is escaped; addresses from messages were defanged when the sentences were made (advise/sentences.py).
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from weerbaar.advise.sentences import general, plain, spoken
from weerbaar.model.advice import Advice, Said
from weerbaar.model.finding import Question
from weerbaar.report import chain
from weerbaar.report.account import SYMBOL, enfsi, percent, steps
from weerbaar.report.timeline import drawn, sheets, timelines

if TYPE_CHECKING:
    from weerbaar.look import Look


def page(answers: Sequence[tuple[str, "Look"]], language: str = "") -> str:
    """The page about these (name, look) pairs; a table sums them up when there are several.

    `language` is that of the page around the answers; by default the first answer's.
    """
    language = spoken(language or (answers[0][1].advice.language if answers else "en"))
    label = general(language)["label"]
    several = len(answers) > 1
    title = label["answers"] if several else label["answer"]
    style = _style()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="format-detection" content="telephone=no, email=no, address=no, date=no, url=no">',
            f"<title>Weerbaar: {escape(title.lower() if language != 'de' else title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>Weerbaar · {escape(title)}</h1>",
            _summary(answers, label) if several else "",
            *(_article(number, name, look) for number, (name, look) in enumerate(answers, 1)),
            f"<footer><p>{escape(label['defanged'])} {escape(label['made'].format(version=version('weerbaar')))}</p></footer>",
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    )


@cache
def _style() -> str:
    return files("weerbaar.report").joinpath("page.css").read_text(encoding="utf-8")


@cache
def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _summary(answers: Sequence[tuple[str, "Look"]], label: Mapping[str, str]) -> str:
    rows = "".join(
        f'<tr class="{look.verdict.band.name.lower()}"><td><a href="#answer-{number}">{_name(name)}</a></td>'
        f'<td lang="{look.advice.language}"><span class="band">{_band(look)}</span></td>'
        f'<td class="number">{escape(percent(look.verdict.probability, look.advice.language))}</td></tr>'
        for number, (name, look) in enumerate(answers, 1)
    )
    heads = "".join(f'<th scope="col">{escape(label[key])}</th>' for key in ("item", "answer", "chance"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label["answers"])}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _name(name: str) -> str:
    return escape(plain(name))


def _band(look: "Look") -> str:
    band = look.verdict.band
    word = general(look.advice.language)["band"][band.name.lower()]
    return f'<span aria-hidden="true">{SYMBOL[band]}</span> {escape(word)}'


def _article(number: int, name: str, look: "Look") -> str:
    advice = look.advice
    texts = general(advice.language)
    label = texts["label"]
    return "\n".join(
        (
            f'<article id="answer-{number}" lang="{advice.language}" class="{look.verdict.band.name.lower()}">',
            f'<p class="band">{_band(look)}</p>',
            f'<p class="name">{_name(name)}</p>',
            f"<h2>{escape(advice.headline)}</h2>",
            f"<p>{escape(advice.how_sure)}</p>",
            '<div class="now">',
            _section(label["do"], _items(advice.do, "ol")),
            _section(label["do_not"], _items(advice.do_not)),
            "</div>",
            '<div class="questions">',
            *(_question(question, advice, texts) for question in Question),
            "</div>",
            drawn(timelines(look), sheets(look.parts), advice.language),
            chain.drawn(chain.chains(look), advice.language),
            _section(label["already"], _items(advice.already)),
            _section(label["tell"], f"<p>{escape(advice.tell)}</p>"),
            _section(label["report"], _points(advice, texts["report"])),
            _section(label["not_looked"], _not_looked(advice, label)),
            f'<p class="soft">{escape(advice.checked)} {escape(advice.thanks)}</p>',
            _account(look, label),
            "</article>",
        )
    )


def _section(heading: str, content: str) -> str:
    return f"<section><h3>{escape(heading)}</h3>{content}</section>" if content else ""


def _items(sentences: Iterable[str], kind: str = "ul") -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<{kind}>{items}</{kind}>" if items else ""


def _question(question: Question, advice: Advice, texts: Mapping[str, Mapping[str, str]]) -> str:
    items = "".join(_said(said, texts["label"]) for said in advice.said if said.question is question)
    return _section(texts["question"][question.value], f'<ul class="said">{items}</ul>' if items else "")


def _said(said: Said, label: Mapping[str, str]) -> str:
    if not said.finding or said.log_ratio == 0:
        return f'<li><span aria-hidden="true">·</span>{escape(said.sentence)}</li>'
    kind, symbol = ("against", "▲") if said.favours_fraud else ("calms", "✔")
    return (
        f'<li class="{kind}"><span aria-hidden="true">{symbol}</span>{escape(said.sentence)} '
        f'<span class="why">{escape(label[kind])}</span></li>'
    )


def _points(advice: Advice, words: Mapping[str, str]) -> str:
    items = "".join(
        f"<li><strong>{escape(point.value)}</strong> ({escape(point.name)}): {escape(point.purpose)}. "
        f'<span class="why">{escape(point.warning or words["checked_on"].format(date=point.checked_on))}</span></li>'
        for point in advice.report
    )
    return f"<ul>{items}</ul>" if items else ""


def _not_looked(advice: Advice, label: Mapping[str, str]) -> str:
    if not advice.not_looked:
        return ""
    return f'{_items(advice.not_looked)}<p class="soft">{escape(label["not_looked_note"])}</p>'


def _account(look: "Look", label: Mapping[str, str]) -> str:
    language, verdict = look.advice.language, look.verdict
    rows = "".join(
        f"<tr><td>{escape(step.sentence)} <code class='why'>{escape(step.id)}</code></td><td>{escape(step.where)}</td>"
        f"<td>{escape(step.counts)} <span class='why number'>log10 {step.log10:+.2f}</span></td>"
        f"<td class='number'>{escape(percent(step.after, language))}</td>"
        f"<td>{escape(step.group)} <span class='why'>{escape(step.source)}</span></td></tr>"
        for step in steps(verdict, language)
    )
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>'
        for head in (label["finding"], label["place"], label["weight"], label["sum"], f"{label['group']}, {label['source']}")
    )
    table = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label["explain"])}">'
        f'<table class="account"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else ""
    )
    rule = f"<p>{escape(label['rule'])}: {escape(verdict.rule)}</p>" if verdict.rule else ""
    return (
        f"<details><summary>{escape(label['explain'])}</summary>"
        f"<p>{escape(label['start'])}: {escape(percent(verdict.prior, language))}</p>{table}"
        f"<p>{escape(label['chance'])}: {escape(percent(verdict.probability, language))}. "
        f"{escape(enfsi(verdict, language))}.</p>{rule}"
        f"{_section(label['would_change'], _items(look.advice.would_change))}"
        f'<p class="soft">{escape(label["seconds"].format(n=f"{look.seconds:.3f}"))}</p></details>'
    )
