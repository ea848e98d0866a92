"""A file of which nothing is taken. The code is for programs and translations, the sentence for whoever reads a log."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "empty": "The file is empty.",
    "too_large": "The file is larger than what is read in one go.",
    "too_many": "The file has more lines than what is read in one go.",
    "too_deep": "The elements of the file are nested too deeply.",
    "not_xml": "The file is no complete XML: it was cut off or damaged.",
    "xml_version": "The file is written in another XML than 1.0.",
    "encoding": "The file is in an encoding that banks do not read alike. UTF-8 is the one they agree on.",
    "dtd": "The file brings its own definitions (DOCTYPE). No payment file needs them.",
    "hidden": "A value in the file holds a comment, an instruction or a CDATA section. Programs read those differently.",
    "foreign": "The file holds elements of another standard.",
    "attribute": "An element in the file has an attribute that the standard does not know.",
    "kind": "The file is not what it was taken for.",
    "version": "The file is of a version that is not known here.",
    "schema": "The file does not follow the schema of its version. The bank would refuse it.",
    "count": "The number of payments in the file is not the number it states.",
    "control_sum": "The amounts in the file do not add up to the sum it states.",
    "duplicate_message": "A file with this message id was released before.",
    "duplicate_block": "Two blocks of payments in the file have the same id.",
    "parsers_differ": "Two programs read this file differently. Nothing can be said about it.",
    "result": "The file that would be released did not pass its own check.",
    "table": "The file is no table with a heading.",
    "pdf": "The document cannot be opened, or holds no invoice data.",
}


class Refused(Exception):
    """The file was refused as a whole. `code` is a key of `WHY`; `detail` names the place or what stood there."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail[:300]
        super().__init__(f"{WHY[code]} ({self.detail})" if detail else WHY[code])
