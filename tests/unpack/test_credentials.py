import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.signed import labelled, maker, plain, signed, tampered

from weerbaar.model.finding import NotLooked
from weerbaar.model.part import Credentials, Declared, Standing
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.credentials import credentials_in, credentials_of
from weerbaar.unpack.declared import declared_in
from weerbaar.unpack.reader import Blob

SIGNED = (Path(__file__).parents[1] / "samples/provenance/content_credentials/speaks-changed.png").read_bytes()


@pytest.fixture
def known(tmp_path: Path) -> Settings:
    anchors = tmp_path / "anchors.pem"
    anchors.write_bytes(maker()[0])
    return replace(DEFAULT, credential_anchors=str(anchors))


def read(data: bytes, settings: Settings = DEFAULT) -> Credentials:
    (found,) = (one for one in credentials_in(Blob("item", data), "item", settings) if isinstance(one, Credentials))
    return found


def test_whole_and_signed_by_someone_we_know_is_trusted(known: Settings) -> None:
    found = read(signed(plain()), known)
    assert (found.standing, found.earlier) == (Standing.TRUSTED, False)
    (step,) = found.steps
    assert (step.tool, step.signer, step.actions, step.sources) == ("Camera 7", "Lens & Co", ("created",), ("digitalCapture",))


def test_an_unknown_signer_is_never_trusted() -> None:
    assert read(signed(plain())).standing is Standing.SIGNER


def test_other_pixels_under_the_same_credentials_are_changed(known: Settings) -> None:
    before = plain()
    found = read(tampered(signed(before), before), known)
    assert found.standing is Standing.CHANGED
    assert "assertion.dataHash.mismatch" in found.codes


def test_what_it_was_made_of_is_told_and_judged(known: Settings) -> None:
    before = plain()
    whole, broken = signed(before), tampered(signed(before), before)
    edited = read(signed(before, tool="Darkroom", parent=whole), known)
    assert (edited.standing, [step.tool for step in edited.steps]) == (Standing.TRUSTED, ["Darkroom", "Camera 7"])
    of_broken = read(signed(before, tool="Darkroom", parent=broken), known)
    assert (of_broken.standing, of_broken.earlier) == (Standing.CHANGED, True)


def test_pictures_without_credentials_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.__import__", _no_library(__import__))
    assert not list(credentials_in(Blob("item", plain()), "item", DEFAULT))
    (missing,) = credentials_in(Blob("item", SIGNED), "item", DEFAULT)
    assert isinstance(missing, NotLooked)


def _no_library(original: object) -> object:
    def imported(name: str, *rest: object, **named: object) -> object:
        if name == "c2pa":
            raise ImportError(name)
        return original(name, *rest, **named)  # type: ignore[operator]

    return imported


@pytest.mark.parametrize("cut", [40, 60, 200, 5_000, 20_000])
def test_a_cut_or_spoiled_file_is_no_trouble(cut: int) -> None:
    whole = signed(plain())
    for data in (whole[:cut], whole[:cut] + b"\xff" * 64 + whole[cut + 64 :], whole.replace(b"jumb", b"jumb\0\0\xff", 1)):
        found = [one for one in credentials_in(Blob("item", data), "item", DEFAULT) if isinstance(one, Credentials)]
        assert all(one.standing is not Standing.TRUSTED for one in found)


@pytest.mark.parametrize(
    ("store", "state", "standing"),
    [
        ({}, "", Standing.UNKNOWN),
        ({"manifests": {"a": {}}, "active_manifest": "a"}, "Valid", Standing.UNKNOWN),
        (
            {"validation_results": {"activeManifest": {"failure": [{"code": "signingCredential.expired"}]}}},
            "Invalid",
            Standing.SIGNER,
        ),
        (
            {"validation_results": {"activeManifest": {"failure": [{"code": "cawg.ica.signature_mismatch"}]}}},
            "Invalid",
            Standing.SIGNER,
        ),
        ({"validation_results": {"activeManifest": {"failure": [{"code": "timeStamp.mismatch"}]}}}, "Invalid", Standing.SIGNER),
        (
            {"validation_results": {"activeManifest": {"failure": [{"code": "claimSignature.mismatch"}]}}},
            "Invalid",
            Standing.CHANGED,
        ),
        ({"validation_results": {"activeManifest": {"failure": [{"code": "general.error"}]}}}, "Invalid", Standing.UNKNOWN),
        (
            {"manifests": {"a": {"ingredients": [{"active_manifest": "a"}]}}, "active_manifest": "a"},
            "Trusted",
            Standing.TRUSTED,
        ),
    ],
)
def test_codes_become_standings(store: dict[str, object], state: str, standing: Standing) -> None:
    assert credentials_of(store, state, "item").standing is standing


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (labelled(parameters="a harbour\nSteps: 20, Sampler: Euler, Seed: 4"), [("png", "", "")]),
        (labelled(workflow='{"3": {"class_type": "KSampler"}}'), [("png", "", "")]),
        (labelled(Software="NovelAI"), [("png", "", "NovelAI")]),
        (labelled(Software="GIMP 2.10", Comment="Created with GIMP", Description="drawn by Gemini's sister"), []),
        (
            labelled(**{"XML:com.adobe.xmp": '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a Iptc4xmpExt:DigitalSourceType='
                        '"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/></x:xmpmeta>'}),
            [("xmp", "trainedAlgorithmicMedia", "")],
        ),
        (labelled(**{"XML:com.adobe.xmp": '<x:xmpmeta><a xmp:CreatorTool="Adobe Firefly"/></x:xmpmeta>'}), [("xmp", "", "Adobe Firefly")]),
        (labelled(**{"XML:com.adobe.xmp": '<x:xmpmeta><a xmp:CreatorTool="Adobe Photoshop 25"/></x:xmpmeta>'}), []),
        (plain(), []),
    ],
    ids=["recipe", "graph", "program", "editor", "label", "creator", "other creator", "nothing"],
)  # fmt: skip
def test_what_a_picture_says_of_itself(data: bytes, said: list[tuple[str, str, str]]) -> None:
    found = list(declared_in(data, "item", Image.open(io.BytesIO(data))))
    assert [(one.by, one.source, one.tool) for one in found] == said


def test_exif_and_tags_are_read() -> None:
    exif = Image.Exif()
    exif[0x0131] = "Midjourney v7"
    data = plain("JPEG", exif=exif)
    assert list(declared_in(data, "item", Image.open(io.BytesIO(data)))) == [Declared("item", "exif", tool="Midjourney")]
    assert list(declared_in(b"ID3\x04\0\0\0\0\0\x20TSSE\0\0\0\x0f\0\0\x03ElevenLabs\0", "item")) == [
        Declared("item", "container", tool="ElevenLabs")
    ]
    assert not list(declared_in(b"ID3\x04\0\0\0\0\0\x20TSSE\0\0\0\x0f\0\0\x03Lavf60.3.100\0", "item"))
