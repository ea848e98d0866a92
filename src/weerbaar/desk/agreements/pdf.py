"""The agreement as a PDF that a screen reader can follow: tagged, with title and language (PDF/UA-1, ISO 14289-1), made by typst.

The words go in as data (`sys.inputs`), never as source, so that nothing in a name can be read as a command. The fonts are those that typst brings
(Libertinus Serif, SIL Open Font License 1.1) and are embedded; nothing is fetched, and the fonts of the machine are not looked at. The same page
gives the same bytes. Why typst: docs/decisions/008-agreement-pdf.md.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.page import Page

SOURCE = rb"""
#let page-data = json(bytes(sys.inputs.page))
#set document(title: page-data.title + " " + sym.dot.c + " " + page-data.firm, author: page-data.firm)
#set text(lang: page-data.language, size: 10.5pt, font: "Libertinus Serif", hyphenate: false)
#set page(paper: "a4", margin: (x: 2.2cm, top: 1.8cm, bottom: 1.8cm), numbering: "1 / 1")
#set par(justify: false, leading: 0.6em, spacing: 0.75em)
#show heading: set block(above: 1.1em, below: 0.55em)
#show heading.where(level: 1): set text(size: 1.55em)
#show heading.where(level: 2): set text(size: 1.1em)
#set list(spacing: 0.55em)
#set table(stroke: 0.4pt + luma(140), inset: (x: 6pt, y: 5pt))

#heading(level: 1, page-data.title)
#page-data.lead.join(" ")

#block(stroke: 0.6pt, inset: 9pt, width: 100%)[
  #strong(page-data.ask) \
  #page-data.contact.filter(it => it != "").join("  " + sym.dot.c + "  ")
]

#for section in page-data.sections {
  heading(level: 2, section.heading)
  if section.before.len() > 0 { par(section.before.join(" ")) }
  if section.entries.len() > 0 {
    list(..section.entries.map(it => if it.text == "" { it.head } else [#strong(it.head + page-data.colon) #it.text]))
  }
  if section.rows.len() > 0 {
    table(
      columns: (1fr, 2fr, 1fr),
      table.header(..section.heads.map(it => strong(it))),
      ..section.rows.flatten(),
    )
  }
  if section.after.len() > 0 { par(section.after.join(" ")) }
  if section.more.len() > 0 { list(..section.more.map(it => [#strong(it.head + page-data.colon) #it.text])) }
}

#v(0.6em)
#page-data.dated

#if page-data.sign.len() > 0 {
  block(breakable: false, above: 1.4em)[
    #par(page-data.signing)
    #v(1.6em)
    #grid(
      columns: (2fr, 1fr, 2fr), column-gutter: 1.2em,
      ..page-data.sign.map(it => block(width: 100%, stroke: (top: 0.6pt), inset: (top: 4pt), text(size: 0.9em, it))),
    )
  ]
}
"""


def pdf(page: Page, firm: str, made: datetime, *, to_sign: bool = True) -> bytes:
    """The page as a PDF, with room for a signature on paper; whoever calls has set the language. `made`: when the version was published."""
    contact = page.contact
    told = {
        **asdict(page),
        "contact": [contact.name, contact.phone, contact.mail],
        "ask": _("Who to ask"),
        "firm": firm,
        "colon": words.colon(),
        "signing": _("I have read this agreement and I keep to it."),
        "sign": [_("Name"), _("Date"), pgettext("on paper", "Signature")] if to_sign else [],
    }
    told["sections"] = [one for one in told["sections"] if one["id"] != "contact"]
    return _compiled(json.dumps(told, ensure_ascii=False), int(made.astimezone(UTC).timestamp()))


@lru_cache(maxsize=16)
def _compiled(said: str, made: int) -> bytes:
    """Two hundred milliseconds of work, the same for everybody who asks for the same version."""
    import typst

    compiler = typst.Compiler(SOURCE, ignore_system_fonts=True, sys_inputs={"page": said})
    document = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made)
    assert isinstance(document, bytes)
    return document
