import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.download_of_program import download_of_program


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://page.example/Update_Setup.exe", ["download_of_program"]),
        ("https://page.example/factuur.pdf.js", ["download_of_program_package"]),  # scripts also belong to honest pages
        ("https://page.example/get?file=scan.iso", ["download_of_program_package"]),
        ("https://page.example/dl?name=scan.hta&x=1", ["download_of_program"]),
        ("https://page.example/dossier.zip", ["download_of_program_package"]),
        ("https://molensdekroon.example/prijslijst.zip", []),  # a known supplier
        ("https://page.example/factuur.pdf", []),
        ("https://page.example/exe", []),
        ("https://page.exe.example/", []),  # in the host
    ],
)
def test_it_reads_what_a_link_fetches(written: str, seen: list[str]) -> None:
    assert ids(download_of_program, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(download_of_program, message(link("https://page.example/Update_Setup.exe", "", quoted=True))) == []
