import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.encrypted_archive import encrypted_archive
from weerbaar.model.part import Document, Parts, Text, TextKind

LOCKED = Document("attachment a.zip", "a.zip", "zip", traits=frozenset(("encrypted",)))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Password: 4471", "document.encrypted_archive_password"),
        ("Het wachtwoord is Herfst2025", "document.encrypted_archive_password"),
        ("Le mot de passe pour le fichier est 8812", "document.encrypted_archive_password"),
        ("Kennwort: K7-2291", "document.encrypted_archive_password"),
        ("U krijgt het wachtwoord per sms.", "document.encrypted_archive"),
        ("Le mot de passe suit par téléphone.", "document.encrypted_archive"),
    ],
)
def test_it_tells_whether_the_password_came_along(text: str, id: str) -> None:
    parts = Parts((Text("text", text, TextKind.MAIL), LOCKED))
    assert [f.id for f in encrypted_archive(parts, BAKERY)] == [id]


def test_it_is_silent_on_open_archives_and_locked_letters() -> None:
    parts = Parts((Document("a", "a.zip", "zip"), Document("b", "b.docx", "office", traits=frozenset(("encrypted",)))))
    assert not list(encrypted_archive(parts, BAKERY))
