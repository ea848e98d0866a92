import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    "written",
    [
        "BE 0720.845.897",
        "BE0720845897",
        "be0720845897",
        "DE917135870",
        "NL707748811B01",
        "NL 7077.48.811.B01",
        "FR 96 552 100 554",
        "LU95100035",
        "ATU33442584",
        "IT15044300026",
        "PL8043231271",
        "PT539277908",
        "ESB12345674",
    ],
)
def test_it_finds_vat_numbers(written: str) -> None:
    for text in (f"btw {written}", f"{written}.", f"| {written} |"):
        assert seen("vat", text) == [("checksum", written)]


def test_the_number_of_a_named_firm_is_public() -> None:
    assert seen("vat", "Bakkerij De Molen NV, BTW BE 0720.845.897, Gent") == [("public", "BE 0720.845.897")]
    assert seen("vat", "Nordlicht GmbH\nUSt-IdNr. DE917135870") == [("public", "DE917135870")]


def test_a_german_tax_number_counts_where_it_is_called_so() -> None:
    assert seen("vat", "Steuernummer: 12/345/67890") == [("context", "12/345/67890")]
    assert seen("vat", "Spalte 12/345/67890") == []


@pytest.mark.parametrize(
    "text",
    [
        "BE 0720.845.898",  # wrong check digits
        "artikel DE917135870",
        "de 917135870 exemplaren",  # an article, in two languages
        "BE68 5390 0754 7034",
        "PDE917135870",
        "DE9171358701",
    ],
)
def test_it_leaves_what_only_looks_like_one(text: str) -> None:
    assert seen("vat", text) == []


@pytest.mark.parametrize(
    "written", ["GB 228 4308 68", "GB228430868", "CHE-116.281.710", "ATU72982347", "IE6533673F"], ids=lambda one: one[:3]
)
def test_it_finds_those_of_the_neighbours(written: str) -> None:
    assert seen("vat", f"De dakwerker heeft btw-nummer {written}, klopt dat?") == [("checksum", written)]


@pytest.mark.parametrize("text", ["btw-nummer 996935046B02", "VAT no. 228 4308 68", "TVA : 24696074"])
def test_a_number_without_its_country_counts_right_behind_its_name(text: str) -> None:
    assert [reason for reason, _ in seen("vat", text)] == ["checksum"]


@pytest.mark.parametrize("text", ["GB 228 4308 69", "bestelling 996935046B02", "CHE-116.281.719", "VAT 20 on 228 430 868"])
def test_a_wrong_number_and_one_that_nothing_names_are_left(text: str) -> None:
    assert seen("vat", text) == []
