"""Outlook messages, built here sector by sector."""

import struct
from collections.abc import Mapping

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Address, Mail, Recovered, Text
from weerbaar.settings import Settings
from weerbaar.unpack.msg import unpacked_rtf
from weerbaar.unpack.unpack import unpack

Tree = Mapping[str, "bytes | Tree"]
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def compound(tree: Tree) -> bytes:
    """A compound file ([MS-CFB]) of 512-byte sectors; streams are padded to 4096 bytes so that none goes to the mini stream."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, b""]]
    siblings: dict[int, int] = {}

    def add(children: Tree, parent: int) -> None:
        before = -1
        for name, content in children.items():
            number = len(entries)
            entries.append([name, 2 if isinstance(content, bytes) else 1, FREE, content if isinstance(content, bytes) else b""])
            if before < 0:
                entries[parent][2] = number
            else:
                siblings[before] = number
            before = number
            if not isinstance(content, bytes):
                add(content, number)

    add(tree, 0)
    body, chain, directory = b"", [], b""
    for number, (name, kind, child, content) in enumerate(entries):
        assert isinstance(name, str) and isinstance(content, bytes)
        start, size = (END, 0) if kind == 5 else (0, 0)
        if kind == 2:
            padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
            start, size = len(body) // 512, len(padded)
            sectors = size // 512
            chain += [start + at + 1 for at in range(sectors - 1)] + [END]
            body += padded
        wide = name.encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            wide,
            len(wide) + 2,
            kind,
            1,
            FREE,
            siblings.get(number, FREE),
            child,
            b"",
            0,
            0,
            0,
            start,
            size,
        )
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first, count = len(body) // 512, len(directory) // 512
    chain += [first + at + 1 for at in range(count - 1)] + [END]
    fats = -(-(len(chain) + 8) // 128)
    at_fat = len(chain)
    chain += [0xFFFFFFFD] * fats
    chain += [FREE] * (fats * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, fats, first, 0, 4096, END, 0, END, 0, at_fat)
    header += struct.pack("<108I", *(at_fat + 1 + at if at + 1 < fats else FREE for at in range(108)))
    return header + body + directory + struct.pack(f"<{len(chain)}I", *chain)


def wide(number: int, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")}


def table(offset: int, **numbers: int) -> dict[str, bytes]:
    rows = b"".join(struct.pack("<HHIQ", 0x0003, int(name[1:], 16), 6, value) for name, value in numbers.items())
    return {"__properties_version1.0": bytes(offset) + rows}


def message(**changes: str) -> dict[str, "bytes | Tree"]:
    return {
        **table(32, x0039=134_120_448_000_000_000),
        **wide(0x0037, "Rekening gewijzigd"),
        **wide(0x0C1A, "Facturen"),
        **wide(0x5D01, "facturen@molensdekroon.example"),
        **wide(0x1000, "Beste Tom, zie https://molensdekroon.example/x"),
        "__recip_version1.0_#00000000": {
            **table(8, x0C15=1),
            **wide(0x3001, "Tom Maes"),
            **wide(0x39FE, "tom@bakkerijvanhove.example"),
        },
    }


def test_a_draft_tells_what_outlook_remembers() -> None:
    parts = unpack(Item("mail.msg", compound(message())))
    mail = parts.mail
    assert mail is not None
    assert (mail.subject, mail.sender) == ("Rekening gewijzigd", Address("Facturen", "facturen@molensdekroon.example"))
    assert mail.to == (Address("Tom Maes", "tom@bakkerijvanhove.example"),)
    assert mail.date is not None and mail.date.year == 2026
    (text,) = parts.of(Text)
    assert text.text == "Beste Tom, zie https://molensdekroon.example/x"
    assert parts.not_looked == ()


def test_the_headers_it_travelled_with_go_first() -> None:
    headers = "From: Tom <tom@bakkerijvanhove.example>\r\nSubject: Echt\r\nReply-To: x@elders.example\r\n\r\n"
    mail = unpack(Item("mail.msg", compound({**message(), **wide(0x007D, headers)}))).mail
    assert mail is not None
    assert (mail.subject, mail.reply_to) == ("Echt", (Address("", "x@elders.example"),))


def test_the_page_is_read_before_the_words() -> None:
    page = {"__substg1.0_10130102": b"<p>Zichtbaar</p><p style='display:none'>verborgen</p>"}
    (text,) = unpack(Item("mail.msg", compound({**message(), **page}))).of(Text)
    assert (text.text, text.hidden) == ("Zichtbaar", "verborgen")


def test_attachments_and_messages_inside_come_along() -> None:
    file = {**table(8), **wide(0x3707, "lijst.txt"), "__substg1.0_37010102": b"IBAN BE71 0961 2345 6769".ljust(4096)}
    inner = {**table(8), "__substg1.0_3701000D": {**message(), **table(24)}}
    data = compound({**message(), "__attach_version1.0_#00000000": file, "__attach_version1.0_#00000001": inner})
    parts = unpack(Item("mail.msg", data))
    assert [mail.recovered for mail in parts.of(Mail)] == [Recovered.ORIGINAL, Recovered.ATTACHED]
    assert "IBAN BE71 0961 2345 6769" in [text.text for text in parts.of(Text)]


def test_streams_that_claim_more_than_the_file_holds_are_refused() -> None:
    parts = unpack(Item("mail.msg", compound(message())), Settings(max_unpacked_bytes=1000))
    assert Reason.TOO_LARGE in [one.reason for one in parts.not_looked]


def test_packed_rich_text() -> None:
    # The example of [MS-OXRTFCP] section 3.1.
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_damaged_rich_text_ends_where_it_breaks() -> None:
    assert unpacked_rtf(bytes(8) + b"LZFu" + bytes(4) + b"\xff\x12") is not None
