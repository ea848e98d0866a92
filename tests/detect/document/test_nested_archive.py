import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.nested_archive import nested_archive
from weerbaar.model.part import Document, Parts


@pytest.mark.parametrize(
    ("outer", "inner", "speaks"),
    [
        (("attachment a.zip", "zip"), ("attachment a.zip > b.7z", "7z"), True),
        (("attachment a.zip", "zip"), ("attachment b.zip", "zip"), False),  # beside it
        (("attachment a.tar.gz", "gz"), ("attachment a.tar.gz > a.tar", "tar"), False),  # one archive
        (("attachment a.zip", "zip"), ("attachment a.zip > b.pdf", "pdf"), False),
    ],
)
def test_it_speaks_of_archives_in_archives(outer: tuple[str, str], inner: tuple[str, str], speaks: bool) -> None:
    parts = Parts(tuple(Document(where, where.split()[-1], kind) for where, kind in (outer, inner)))
    assert bool(list(nested_archive(parts, BAKERY))) == speaks
