"""Undo what is written for filters rather than for eyes, and say what was undone.

Zero-width and bidirectional control characters, full-width and mathematical letters (NFKC), letters borrowed from other scripts
(Unicode TS 39 confusables) inside otherwise Latin words, letters written as digits (leet) and l e t t e r s spread by spaces. The last two
only where the result is a word of `vocabulary.txt`, so that part numbers stay as they are.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

ZERO_WIDTH = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0000-\U000e007f"
    "\U000e0100-\U000e01ef]"
)
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
VARIATION = re.compile("[\ufe00-\ufe0f]")
FOREIGN = re.compile(
    "[\u0250-\u02ff\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1d00-\u1dbf\ua4d0-\ua4ff\uab30-\uabbf]"
)
WIDE = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f130-\U0001f189\u2100-\u214f\ufb00-\ufb06]")
ODD = re.compile("|".join(pattern.pattern for pattern in (ZERO_WIDTH, BIDI, VARIATION, FOREIGN, WIDE)))
WORD = re.compile(r"\w+(?:['’]\w+)?")
LEET_WORD = re.compile(
    r"(?<![\w@./:#&=?%-])(?=[A-Za-z]{0,29}[0134578$@|!€])(?=[0134578$@|!€]{0,29}[A-Za-z])[A-Za-z0134578$@|!€]{4,30}(?![\w@/:=-])"
)
ACCOUNT = re.compile(r"[A-Za-z]{2}\d\d[ .-]{1,2}[A-Za-z0-9]{4}[ .-]{1,2}\d{4}\b")
"""The begin of an account in groups (ISO 13616): its check digits are digits, also where they spell a word ("BE57")."""
ASCII = {code: chr(code) for code in range(128)}
"""Signs that stay as they are: `str.translate` is slow with those its table does not name."""
LEET = ASCII | str.maketrans("0134578$@|!€", "oleastbsalie")
LEET_I = ASCII | str.maketrans("0134578$@|!€", "oieastbsaiie")
SPACED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][ \u00a0._*·-]{1,2}){3,30}[^\W\d_](?![^\W\d_])")
KINDS = bytes(
    ord("1" if c in "0134578$@|!" else " " if c in " ._*-" else "a" if c.isalpha() or c >= "\x80" else "x")
    for c in map(chr, range(256))
)
"""The kind of each byte of UTF-8, to see quickly what a text cannot hold: a letter (or any sign beyond ASCII), a digit or sign that stands
for one in leet, a separator of spread letters, something else."""
LATER_BYTES = bytes(range(0x80, 0xC0))

IDEOGRAPHS = "\u2e80"
"""Where the Chinese, Japanese and Korean letters begin."""
CONFUSABLE = str.maketrans(
    "аеорсухіјѕԁһӏոսցքӧäвкмнтАВЕКМНОРСТХЅІЈԌԛԝүοαεινκρτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧɡɑɩɪʏᴀᴄᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱʟɴʀɢʜʙᴅᎠᎡᎢᏒᏀᏢᏚᎬᎷᏟ",
    "aeopcyxijsdhlnugqöäbkmhtABEKMHOPCTXSIJGqwyoaeivkptuxwABEZHIKMNOPTYXgaiiyacejkmoptuvwzslnrghbdDRTRGPSEMC",
)  # fmt: skip


@cache
def vocabulary() -> frozenset[str]:
    """Common words of the four languages, from the project's own corpus."""
    file = files("weerbaar.unpack").joinpath("vocabulary.txt")
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()


def normalise(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as an eye reads it, and the names of the tricks undone (zero_width, bidi, fullwidth, homoglyph, leet, spacing)."""
    tricks: list[str] = []
    if not text.isascii():
        if ODD.search(text):
            text = _without_odd(text, tricks)
        text = text.replace("\u00a0", " ")
    kinds = text.replace("·", "*").replace("€", "0").encode("utf-8", "surrogatepass").translate(KINDS, LATER_BYTES)
    if b" a a " in kinds or b" a  a " in kinds:
        joined = SPACED.sub(_join, text)
        if joined != text:
            tricks.append("spacing")
            text = joined
    if b"a1" in kinds or b"1a" in kinds:
        read = LEET_WORD.sub(_unleet, text)
        if read != text:
            tricks.append("leet")
            text = read
    return text, tuple(tricks)


def _without_odd(text: str, tricks: list[str]) -> str:
    """The text without signs that no eye sees and with letters for what only looks like them; the tricks undone are added."""
    text = VARIATION.sub("", text)
    for pattern, name in ((ZERO_WIDTH, "zero_width"), (BIDI, "bidi")):
        cleaned = pattern.sub("", text)
        if cleaned != text:
            # Soft hyphens and lone marks stand in honest newsletters; inside words, often, they split what filters read.
            if name == "bidi" or _splits_words(text, pattern):
                tricks.append(name)
            text = cleaned
    if WIDE.search(text):
        plain = unicodedata.normalize("NFKC", text)
        if len(WIDE.findall(text)) >= 6:
            tricks.append("fullwidth")
        text = plain
    if FOREIGN.search(text):
        pieces = text.split(" ")
        plain = " ".join([piece if piece.isascii() else WORD.sub(_latin, piece) for piece in pieces])
        if plain != text:
            tricks.append("homoglyph")
            text = plain
    return text


def _splits_words(text: str, pattern: re.Pattern[str]) -> bool:
    inside = 0
    for match in pattern.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        # Behind a Chinese character a variation selector chooses how it is drawn (Unicode TS 37).
        if before.isalpha() and before < IDEOGRAPHS and after.isalpha() and match.group() not in "\u00ad\u200c\u200d":
            inside += 1
            if inside >= 2:
                return True
    return False


def _latin(match: re.Match[str]) -> str:
    word = match.group()
    if not FOREIGN.search(word):
        return word
    plain = word.translate(CONFUSABLE)
    if plain == word:
        return word
    if re.search("[A-Za-zÀ-ÿ]", word) or plain.lower() in vocabulary():
        return plain
    return word


def _join(match: re.Match[str]) -> str:
    word = re.sub(r"[ \u00a0._*·-]", "", match.group())
    return word if word.lower() in vocabulary() else match.group()


def _unleet(match: re.Match[str]) -> str:
    word = match.group()
    if ACCOUNT.match(match.string, match.start()):
        return word
    for table in (LEET, LEET_I):
        plain = word.translate(table)
        if plain.lower() in vocabulary():
            return plain
    return word
