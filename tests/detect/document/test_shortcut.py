import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.shortcut import shortcut
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("shortcut", {"shortcut"}, "document.shortcut"),
        ("script", {"shortcut"}, "document.shortcut"),  # a .url file
        ("shortcut", {"shortcut", "script"}, "document.shortcut_command"),
        ("script", {"script"}, ""),
        ("office", set(), ""),
    ],
)
def test_it_tells_shortcuts_that_run_commands_from_others(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in shortcut(document, BAKERY)) == id
