"""What people are asked, in sentences of our own: each must show its ask; and a sentence that warns asks nothing."""

import pytest

from weerbaar.detect._sentences import REASSURING, asks_in
from weerbaar.model.part import Text, TextKind

ASKED = {
    "nl": [
        ("Kan je vanmiddag nog € 7.300 overschrijven naar de leverancier in de bijlage?", "asks_payment"),
        ("Gebruik vanaf deze levering ons nieuwe rekeningnummer bij de Zeebank.", "changes_account"),
        ("Zet mijn loon vanaf maart op een andere rekening, het nummer staat hieronder.", "changes_payroll"),
        ("Haal straks zes cadeaukaarten van 75 euro en stuur me de codes.", "asks_gift_cards"),
        ("Meld u opnieuw aan om de wachtende berichten te lezen.", "asks_login"),
        ("Vul uw huidige wachtwoord in en het werkt meteen weer.", "asks_password"),
        ("U krijgt zo zes cijfers op uw toestel, leest u ze mij even voor?", "asks_code"),
        ("Download het hulpprogramma en start het op uw pc.", "asks_install"),
        ("Hou dit voorlopig onder ons, ook tegenover de boekhouding.", "asks_secrecy"),
        ("Ik ben niet te bereiken, bellen gaat pas morgen weer.", "avoids_contact"),
        ("Dit is mijn nieuwe nummer, app me hier verder.", "changes_channel"),
        ("De tweede handtekening mag je deze keer overslaan.", "skips_procedure"),
        ("Uw pakket wacht bij de douane, betaal eerst de invoerrechten.", "parcel_fee"),
        ("De fraudedienst zet uw saldo over naar een kluisrekening.", "safe_account"),
        ("U hebt recht op een belastingteruggave van € 418, bevestig uw rekening.", "tax_refund"),
        ("Scan de QR-code met uw telefoon.", "asks_scan"),
    ],
    "fr": [
        ("Pouvez-vous virer 7 300 € au fournisseur avant la fin de la journée ?", "asks_payment"),
        ("Utilisez désormais notre nouveau compte auprès de la Banque du Canal.", "changes_account"),
        ("Merci de verser mon salaire sur un autre compte à partir de mars.", "changes_payroll"),
        ("Achète six cartes cadeaux de 75 euros et envoie-moi les codes.", "asks_gift_cards"),
        ("Reconnectez-vous pour lire les messages en attente.", "asks_login"),
        ("Saisissez votre mot de passe actuel et tout remarchera.", "asks_password"),
        ("Vous recevrez six chiffres, pouvez-vous me les dicter ?", "asks_code"),
        ("Téléchargez l'outil et lancez-le sur votre poste.", "asks_install"),
        ("Gardez cela pour vous, même vis-à-vis de la comptabilité.", "asks_secrecy"),
        ("Je suis injoignable, inutile d'appeler avant demain.", "avoids_contact"),
        ("Voici mon nouveau numéro, continuons sur WhatsApp.", "changes_channel"),
        ("Payez sans bon de commande, je régulariserai plus tard.", "skips_procedure"),
        ("Votre colis est à la douane, réglez d'abord les droits de douane.", "parcel_fee"),
        ("Le service fraude place votre solde sur un compte sécurisé.", "safe_account"),
        ("Vous avez droit à un remboursement d'impôt de 418 €, confirmez votre compte.", "tax_refund"),
        ("Scannez le code QR avec votre téléphone.", "asks_scan"),
    ],
    "de": [
        ("Weisen Sie bitte noch heute 7.300 € an den Lieferanten an.", "asks_payment"),
        ("Verwenden Sie ab sofort unsere neue Bankverbindung bei der Hafenbank.", "changes_account"),
        ("Bitte überweist mein Gehalt ab März auf ein anderes Konto.", "changes_payroll"),
        ("Besorg bitte sechs Geschenkkarten zu je 75 Euro und schick mir die Codes.", "asks_gift_cards"),
        ("Melden Sie sich neu an, um die wartenden Nachrichten zu lesen.", "asks_login"),
        ("Geben Sie Ihr aktuelles Passwort ein, dann geht es wieder.", "asks_password"),
        ("Gleich kommen sechs Ziffern auf Ihr Handy, lesen Sie mir den Code vor.", "asks_code"),
        ("Laden Sie das Hilfsprogramm herunter und starten Sie es.", "asks_install"),
        ("Behalten Sie das vorerst für sich, auch gegenüber der Buchhaltung.", "asks_secrecy"),
        ("Ich bin bis morgen nicht erreichbar, bitte nicht anrufen.", "avoids_contact"),
        ("Das ist meine neue Nummer, schreib mir über WhatsApp.", "changes_channel"),
        ("Bitte ohne Freigabe ausführen, die Unterlagen werden nachgereicht.", "skips_procedure"),
        ("Ihr Paket liegt beim Zoll, bezahlen Sie zuerst die Einfuhrabgaben.", "parcel_fee"),
        ("Die Betrugsabteilung bucht Ihr Guthaben auf ein Sicherheitskonto um.", "safe_account"),
        ("Ihnen steht eine Steuererstattung von 418 € zu, bestätigen Sie Ihr Konto.", "tax_refund"),
        ("Scannen Sie den QR-Code mit dem Handy.", "asks_scan"),
    ],
    "en": [
        ("Could you wire the amount of 7,300 euro to the supplier by five?", "asks_payment"),
        ("From this delivery on, please use our new bank account with Harbour Bank.", "changes_account"),
        ("Please send my salary to a different account from March.", "changes_payroll"),
        ("Pick up six gift cards of 75 each and send me the codes.", "asks_gift_cards"),
        ("Sign in again to read the messages that are waiting.", "asks_login"),
        ("Enter your current password and it will work again.", "asks_password"),
        ("Six digits will come to your phone; read the code out to me.", "asks_code"),
        ("Download the support tool and run it on your computer.", "asks_install"),
        ("Keep this to yourself for now, accounts included.", "asks_secrecy"),
        ("I cannot take calls until tomorrow, so don't ring.", "avoids_contact"),
        ("This is my new number, message me on WhatsApp.", "changes_channel"),
        ("You can skip the second approval this time.", "skips_procedure"),
        ("Your parcel is at customs, pay the import duty first.", "parcel_fee"),
        ("The fraud team will move your balance to a safe account.", "safe_account"),
        ("You are due a tax refund of 418 euro, confirm your bank details.", "tax_refund"),
        ("Scan the QR code with your phone.", "asks_scan"),
    ],
}
WARNINGS = [
    ("Wij vragen nooit naar uw wachtwoord, pincode of code.", "nl"),
    ("Geef de code aan niemand door, ook niet aan een medewerker.", "nl"),
    ("Wij hebben uw wachtwoord niet nodig.", "nl"),
    ("Nous ne demandons jamais votre mot de passe ni un code reçu par SMS.", "fr"),
    ("Ne communiquez votre code à personne.", "fr"),
    ("Aucun mot de passe ne vous sera demandé.", "fr"),
    ("Wir fragen niemals nach Passwort, PIN oder TAN.", "de"),
    ("Geben Sie den Code nicht weiter.", "de"),
    ("Ihr Kennwort benötige ich nicht.", "de"),
    ("We will never ask for your password or a code.", "en"),
    ("Do not share the code with anyone.", "en"),
    ("Nobody needs your password for this.", "en"),
    ("Our bank details have not changed.", "en"),
    ("Dit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde.", "nl"),
]


def asks(sentence: str, language: str) -> set[str]:
    return set(asks_in(Text("text", sentence, TextKind.MAIL, language)))


@pytest.mark.parametrize(
    ("sentence", "ask", "language"), [(sentence, ask, language) for language, rows in ASKED.items() for sentence, ask in rows]
)
def test_a_sentence_shows_what_it_asks(sentence: str, ask: str, language: str) -> None:
    assert ask in asks(sentence, language)


@pytest.mark.parametrize(("sentence", "language"), WARNINGS)
def test_a_warning_asks_nothing(sentence: str, language: str) -> None:
    assert asks(sentence, language) <= REASSURING
