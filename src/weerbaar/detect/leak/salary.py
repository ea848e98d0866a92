"""What one person earns: a salary, a wage, a bonus with its amount, beside a name, a pronoun or a function.

In most firms only the payroll knows it. Seen is an amount beside a word for pay, when the sentence gives it to somebody ("Jan verdient 3.450 euro
bruto", "le salaire de la comptable est de 3 200 €", "her bonus of 5,000"), in a payslip under a name, in the column of a table with names
and in a list of names and amounts ("bonus: Ming £1,250, Fiachra £900"), and what somebody gets, asks or is offered where work is spoken of.
Marked is the amount alone.

When it is wrong: a raise that was only asked for is found like one that was given. Left alone, on purpose: what a vacancy offers, ranges, averages,
minimum wages and scales. Amounts
per month or hour are those of rent too: they count beside a name with "gross", with "on" or with a word for being employed. Missed are
amounts in words ("three thousand") and those whose person stands in another sentence.
"""

import re
from collections.abc import Iterator, Mapping

from weerbaar.detect.leak._about import MANY_HERE, SUBJECT_OF_NOTE, anybody, named_near, names_between, noted, said_of, sentence
from weerbaar.detect.leak._declaration import Hit, Hits, recogniser
from weerbaar.model.leak import DataClass, Match, Readable

PAY = (
    "salaris", "salarissen", "loon", "lonen", "brutoloon", "nettoloon", "maandloon", "uurloon", "jaarloon", "brutosalaris", "nettosalaris",
    "maandsalaris", "jaarsalaris", "startsalaris", "wedde", "maandwedde", "bezoldiging", "vergoeding", "bonus", "eindejaarspremie",
    "loonsverhoging", "opslag", "dertiende maand", "vakantiegeld", "ontslagvergoeding", "opzegvergoeding", "pensioen", "uitkering",
    "salaire", "salaires", "salaire brut", "salaire net", "remuneration", "appointements", "paie", "prime", "augmentation",
    "indemnite", "treizieme mois", "gehalt", "gehalter", "lohn", "bruttolohn", "nettolohn", "bruttogehalt", "nettogehalt", "jahresgehalt",
    "monatsgehalt", "grundgehalt", "stundenlohn", "monatslohn", "gehaltserhohung", "lohnerhohung", "verdienst", "vergutung", "pramie",
    "weihnachtsgeld", "abfindung", "rente", "salary", "salaries", "wage", "wages", "gross pay", "net pay", "base pay", "gross salary",
    "net salary", "compensation", "pay rise", "pay raise", "raise", "severance", "annual pay", "hourly rate", "monthly pay",
    "take-home pay", "pension", "pay of", "his pay", "her pay", "my pay", "tariflohn", "nettoverdienst", "bruttoverdienst",
    "einstiegsgehalt", "fixgehalt", "arbeitslohn",
    "basisloon", "basissalaris", "dagloon", "weekloon", "salaire de base", "salaire mensuel", "salaire annuel",
    "salaire horaire", "base salary", "starting salary",
    "hourly wage", "hourly pay", "payslip", "payslips", "loonbrief", "loonfiche", "loonstrook", "salarisstrook",
    "fiche de paie", "fiches de paie", "bulletin de salaire",
    "gehaltsabrechnung", "lohnabrechnung", "lohnzettel", "brutojaarloon", "nettojaarloon", "brutomaandloon", "nettomaandloon", "brutojaarsalaris",
    "brutomaandsalaris", "nettomaandsalaris", "jaarinkomen", "maandinkomen", "inkomen", "ploegenpremie", "commissieloon", "stagevergoeding",
    "jahresbrutto", "monatsbrutto", "jahresnetto", "monatsnetto", "bruttojahresgehalt", "bruttomonatsgehalt", "jahreseinkommen",
    "monatseinkommen", "einkommen",
    "bezuge", "besoldung", "ausbildungsvergutung", "bruttoeinkommen", "nettoeinkommen", "jahresverdienst", "monatsverdienst", "provision",
    "revenu mensuel", "revenu annuel", "revenus", "brut annuel", "brut mensuel", "net mensuel", "net annuel", "salaire brut annuel",
    "traitement mensuel",
    "annual salary", "yearly salary", "monthly salary", "annual income", "monthly income", "income", "earnings", "day rate", "their pay",
    "basic pay", "ote",
    "dagvergoeding", "uurtarief", "gage", "cachet", "gehaltsvorstellung", "pretentions salariales", "pretention salariale",
    "salariseis", "looneis", "gesamtbrutto",
    "redundancy payment", "severance pay", "jaarpremie", "ancienniteitspremie", "aanwezigheidspremie", "commissie", "minijob", "minijobber", "minijobberin",
    "gehaltswunsch", "wunschgehalt", "loonwens", "salariswens", "gewenst loon", "salaire demande", "desired salary", "bonuses", "bonussen", "boni", "primes",
    "grundlohn", "monatsgrundgehalt",
    "grundvergutung", "bruttovergutung", "gross pay", "current pay", "current salary", "expected salary", "salary expectation", "new salary", "old salary",
    "salaire actuel", "salaire souhaite", "nettoauszahlung", "auszahlung", 
    "starterssalaris", "basiswedde", "nettowedde", "brutowedde", "bediendeloon",
    "flexi-loon",
)  # fmt: skip
EARNS = (
    "verdient", "verdien", "verdiende", "verdienen", "krijgt betaald", "gagne", "gagnait", "touche", "percoit", "payee", "verdiene",
    "bekommt gezahlt", "krijgt", "krijg", "kreeg", "ontvangt", "strijkt op", "bekomme", "bekommt", "bekam", "erhalte", "erhalt", "recoit",
    "recois", "gagnent", "touchait",
    "i get", "gets", "get paid", "got paid", "takes home", "take home", "receives", "earns", "earn", "earned", "makes", "is paid",
    "was paid", "am paid", "gets paid", "is on", "was on", "kriegt", "kriege", "paye", "fordert", "verlangt", "wants",
    "zit nu op", "zit op", "wir zahlen", "we pay", "we betalen", "betalen we", "nous payons", "nous proposons",
    "wir bieten", "we offer", "wij bieden", "we bieden",
    "offer to", "offered", "aanbod", "hij wil", "zij wil", "ze wil", "er will", "sie will", "he wants", "she wants", "lehrjahr",
)  # fmt: skip
RECORD = (
    "bruto", "netto", "brut", "net", "brutto", "gross", "net a payer", "netto te betalen", "bruto per maand", "brutto pro monat",
    "auszahlungsbetrag", "bruts", "brute", "nets", "basic", "basis", "payroll", "loonlijst", "lohnliste", "gehaltsliste", "lonen", "lohne", "paies",
)  # fmt: skip
PER = (
    "per uur", "per maand", "per jaar", "per week", "per dag", "de l'heure", "par heure", "par mois", "par an", "par jour",
    "pro stunde", "die stunde", "pro monat",
    "im monat", "pro jahr", "im jahr", "jahrlich", "an hour", "per hour", "a month", "per month", "a year", "per year",
    "per annum", "je stunde", "pro std", "je monat", "op jaarbasis", "p/m", "p.m.", "pm", "pa", "p.a.", "/h", "/u", "/uur", "/maand", "/mnd", "/mois", "/heure",
    "/std", "/stunde", "/monat", "/hour", "/hr", "/month", "/year", "/jaar", "/an", "/jahr", "k", "mensuels", "annuels", "asks", "offer", "vraagt", "demande",
    "a week", "per week", "a day", "per day",
)  # fmt: skip
BY_VERB = frozenset(
    (
        "krijgt",
        "krijg",
        "kreeg",
        "ontvangt",
        "bekomme",
        "bekommt",
        "bekam",
        "erhalte",
        "erhalt",
        "recoit",
        "recois",
        "i get",
        "gets",
        "receives",
        "takes home",
        "take home",
        "makes",
        "touche",
        "payee",
        "paye",
        "kriegt",
        "kriege",
        "zit nu op",
        "zit op",
        "wir zahlen",
        "we pay",
        "we betalen",
        "betalen we",
        "nous payons",
        "nous proposons",
        "wir bieten",
        "we offer",
        "wij bieden",
        "we bieden",
        "offer to",
        "offered",
        "aanbod",
        "hij wil",
        "zij wil",
        "ze wil",
        "er will",
        "sie will",
        "he wants",
        "she wants",
        "lehrjahr",
        "wants",
        "fordert",
        "verlangt",
        "gets paid",
        "is on",
        "was on",
    )
)
"""Verbs that tell of pay only beside an amount per hour, per month and so on, or a gross or net one."""
PAID_BY = re.compile(
    r" ?(?:(?:bruto|netto|brut|net|brutto|gross|before tax|after tax)\b,? ?)?(?:/ ?(?:uur|u|h|heure|std|stunde|hour|hr|maand|mois|monat"
    r"|month|jaar|an|jahr|year)\b"
    r"|(?:per|par|pro|de l'|die|im|in de|a|an|the|by the|each)[ ]?(?:uur|maand|week|jaar|dag|heure|mois|semaine|an|jour|stunde|monat|woche"
    r"|jahr|tag|hour|month|year|day|annum)\b"
    r"|bruto\b|netto\b|brut\b|brutto\b|gross\b|net\b)"
)
RAISE = re.compile(
    r"\b(?:van|de|von|from)[ ]{1,2}(?P<one>(?:€|£|eur)? ?(?:\d{1,3}(?:[ .,']\d{3})+|\d{2,6})(?:[.,]\d{1,2})?(?: ?k\b)?)(?: ?(?:€|£|euros?"
    r"|eur|chf|pounds?))?(?: ?(?:bruto|netto|brut|net|brutto|gross))?"
    r"[ ]{1,2}(?:naar|tot|a|auf|to)[ ]{1,2}(?P<other>(?:€|£|eur)? ?(?:\d{1,3}(?:[ .,']\d{3})+|\d{2,6})(?:[.,]\d{1,2})?(?: ?k\b)?(?: ?(?:€|£"
    r"|euros?|eur|chf|pounds?)\b)?)"
)
"""Pay before and after."""
NUMBER = r"\d{1,3}(?:[ .,'\u202f]\d{3})+(?:[.,]\d{2})?|\d{2,7}(?:[.,]\d{1,2})?"
UNIT = r"(?:€|eur\b|euros?\b|chf\b|£|gbp\b|\$|usd\b|dollars?\b|pounds?\b|francs?\b|frank(?:en)?\b|grand\b)"
KIND = r"(?: ?(?:bruto|netto|brut|net|brutto|gross)\b)?"
PER_BEHIND = re.compile(rf" (?:{'|'.join(PER)})\b")
MONEY = re.compile(rf"(?:{UNIT}[ \u202f]?(?:{NUMBER})(?: ?k\b)?|(?:{NUMBER})[ \u202f]?(?:k ?)?(?:{UNIT}|k\b|,-)){KIND}")
BARE = re.compile(
    rf"(?<![\w.,/-])(?<!\d )(?:{NUMBER})(?![\w/%-]|[.,]\d| \d)"
    r"(?! ?(?:%|procent|percent|prozent|pour cent|uur|uren|heures|stunden|hours|jaar|ans|jahre|years|days|dagen|jours|tage)\b)"
)
EARNING = re.compile(
    r"\b(?:verdien(?:t|de|en|e)?|krijgt?|kreeg|heeft|blijft|reste|bleibt|liegt|stays|remains|rises|ontvangt|ontving|gagnait|gagne"
    r"|touche|percoit|recoit|recu|a|aura|ai|est|payee?|bekommt|bekomme|erhalte"
    r"|bekam|erhalt|erhielt|hat|habe|earns?|earned|makes?"
    r"|gets?|got|receives?|received|has|have|is|was|am|bedraagt|wordt|werd|stijgt|ist|war|betragt|wird|paid|betaald|gevraagd|vraagt|demande"
    r"|verlangt|asks|wants|wil|veut|mochte)\b|'s\b|'m\b|\bj'ai\b"
)
CORE = re.compile(
    r"[a-z' ]*(?:loon|lonen|salaris|wedde|salaire|paie|gehalt|lohn|salary|wage|wages|payslips?|pay|bezoldiging|remuneration"
    r"|loonbrief|loonfiche|abrechnung|strook|verdienst)"
)
"""Words for pay itself, not for what comes on top."""
JOINED = re.compile(r" ?(?:van|de|of|von|is|est|ist|:|=|\(|a|op|at|over)? ?(?:ongeveer |environ |rund |about |circa )?")
HAS_ONE = re.compile(r"\b(?:son|mon|ihr|sein|mein|zijn|haar|mijn|his|her|my) $")
WORKS = re.compile(
    r"\b(?:arbeidscontract|arbeidsovereenkomst|in dienst|start op|startdatum|flexi(?:-?job)?|jobstudent|uitzendkracht|interim|cdi"
    r"|cdd|embauchee?|contrat de travail|arbeitsvertrag"
    r"|eingestellt|beginnt am|minijob\w*|aushilfe|employment contract|hired|starts (?:on |in )?\d|offer letter|zero.hours|apprentice)\b"
)
RENT = re.compile(
    r"\b(?:huur\w*|rent|rents|rental|loyer|miete|\w+miete|kaltmiete|warmmiete|abonn\w+|subscri\w+|licen[cs]\w+|lizenz\w*|factu\w+"
    r"|invoice\w*|rechnung\w*|offerte|devis|angebot|quote"
    r"|kost|kosten|costs?|coute|kostet|prijs|price|prix|preis|tarief|rate|lening|loan|pret|kredit|premie|premium|alimentatie"
    r"|pension alimentaire|unterhalt|budget|omzet|revenue)\b"
)
"""What is paid per month as well."""
FUNCTION = (
    "directeur|directrice|ceo|cfo|coo|cto|bestuurder|zaakvoerder|zaakvoerster|gerant|gerante|boekhouder|boekhoudster|comptable"
    "|accountant|buchhalter|buchhalterin|receptionist(?:e)?"
    r"|secretaris|secretaresse|secretaire|sekretarin|magazijnier|lagerist|chauffeur|fahrer|driver|developer|ontwikkelaar|developpeur"
    r"|developpeuse|entwickler|entwicklerin|ingenieur"
    r"|engineer|manager|verkoper|verkoopster|vendeur|vendeuse|verkaufer|verkauferin|sales manager|teamleider|teamleiterin|teamleiter"
    r"|team leader|ploegbaas|werfleider|chef de chantier"
    r"|bauleiter|werkstudent|stagiair|stagiaire|praktikant|intern|poetsvrouw|schoonmaakster|kok|cuisinier|koch|chef"
    r"|verpleegkundige|infirmier"
    r"|infirmiere|pfleger|pflegerin|nurse|leraar|lerares"
    r"|technieker|technicien|technicienne|techniker|technician|hr-manager|geschaftsfuhrer|geschaftsfuhrerin|managing director|head of \w+"
    r"|vertriebsleiter(?:in)?|assistent|assistente|assistant"
    r"|assistante|assistentin|plant manager|foreman|controller|apotheker|analist|analyst|consultant|nachtwaker|kassier|kassierster"
)
OF_FUNCTION = re.compile(
    r"[^\n.!?;]{0,30}?\b(?:van (?:de|onze|een van onze)|de (?:la|notre)|du|de l'|of (?:the|our)|(?:des|der|unserer?s?|vom))[ ']?"
    rf"(?:nieuwe |nouvelle |nouveau |neuen |new )?(?:{FUNCTION})(?:s|n|en)?\b"
)
FUNCTION_HAS = re.compile(
    r"\b(?:de|onze|het|la|le|l'|notre|der|die|den|unsere?r?|the|our)[ ']?(?:nieuwe |nouvelle |nouveau |neue |new )?"
    rf"(?:{FUNCTION})\b[^\n.!?;]{{0,40}}$"
)
PUBLIC = re.compile(
    r"\b(?:vacature|wij zoeken|we zoeken|op zoek naar|gezocht|jobaanbod|sollicit\w+|kandidaten|offre d'emploi|nous recrutons|recherchons"
    r"|cherchons|poste|annonce|candidats|stellenanzeige|stellenausschreibung"
    r"|wir suchen|gesucht|bewerb\w+|hiring|vacancy|job (?:ad|offer|posting|description)|applicants|gemiddeld\w*|moyen(?:ne)?"
    r"|durchschnitt\w*"
    r"|average|mediaan|median|minimum\w*|mindest\w*|smic"
    r"|barem\w*|loonschaal|loonschalen|salarisschaal|cao|grille|tarif\w*|tussen|entre|zwischen|between|marktconform|benchmark|vanaf"
    r"|a partir de|ab|from|up to|tot|jusqu'a|bis zu|voorbeeld|exemple|beispiel|example"
    r"|stel dat|supposons|angenommen|suppose|if|als|si|wenn|calculate|bereken|calcule\w*|berechne)\b"
)
RANGE = re.compile(
    r"\b(?:gemiddeld\w*|moyen(?:ne)?|durchschnitt\w*|average|mediaan|median|minimum\w*|mindest\w*|smic|vacature|vacancy|offre d'emploi"
    r"|stellenanzeige)\b"
)
OFFERED = re.compile(
    rf"{RANGE.pattern}|\b(?:tussen|entre|zwischen|between|vanaf|a partir de|up to|jusqu'a|bis zu|wij zoeken|we zoeken"
    r"|op zoek naar|gezocht|recrutons|recherchons|cherchons"
    r"|suchen|gesucht|bewerb\w+|sollicit\w+|hiring|applicants|candidats|kandidaten|voorbeeld|exemple|beispiel|(?<![.\w-])example|stel dat"
    r"|supposons|angenommen|suppose|barem\w*"
    r"|loonschaal|salarisschaal|grille|benchmark|calculate|bereken|calcule\w*|berechne)\b"
)
"""Pay that is offered, computed or of many, whoever is named beside it."""
RECORD_LINE = re.compile(r"[\s>*|\"'_-]{0,12}(?:[a-z]{3,16}[ _-]){0,2}")
RECORD_GAP = re.compile(
    r"[\w .()/\"'*-]{0,30}?[\"']?[ \t]{0,20}[:=|\t][ \t|]{0,30}[\"']?(?:€|eur)?[ ]?|[ \t]{2,60}(?:€|eur)?[ ]?| (?:€|eur) ?|"
)
_KINDS = r"(?:bruto|netto|brute?s?|net(?:te)?s?|brutto|gross|before tax|after tax|voltijds|deeltijds|temps plein|vollzeit)"
_PERS = (
    r"(?:/ ?(?:uur|u\b|h\b|heure|std\.?|stunde|hour|hr\b|maand|mnd|mois|monat|month|mo\b|jaar|j\b|an\b|jahr|year|yr\b|week|woche"
    r"|semaine|dag|jour|tag|day)"
    r"|(?:per|par|pro|de l'|die|im|in de|in der|a|an|the|by the|each|je|op|elke|chaque|jede[nrs]?) ?(?:uur|maand|week|jaar|dag"
    r"|heure|mois|semaine|an|annee|jour|stunde|std|monat|woche"
    r"|jahr|tag|hour|month|year|day|annum)\b|p\.?/?[mahju]\b\.?|pcm\b|pm\b|ph\b|mensuels?|annuels?|monatlich|jahrlich|maandelijks"
    r"|jaarlijks|monthly|annually|yearly|jahresbrutto|monatsbrutto)"
)
AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?:(?P<unit>{UNIT}[ \u202f]?(?:{NUMBER})(?: ?k\b)?|(?:{NUMBER}|\d(?:[.,]\d)?(?= ?k))[ \u202f]?(?:k ?{UNIT}"
    rf"|{UNIT}|k\b|,-))|(?P<bare>{NUMBER})(?![\w/%-]|[.,:]\d|\.\d))"
    rf"(?: ?(?P<kind>{_KINDS}\b))?(?: ?,? ?(?P<period>{_PERS}))?"
)
"""An amount with its currency, or a number, and what says gross or net and per month behind it."""
CORES = re.compile(
    r"\b\w*(?:loon|lonen|salaris\w*|wedde|salaires?|paie|gehalt|gehalter|lohn|salary|salaries|wages?|payslips?|pay|bezoldiging"
    r"|remuneration|verdient?|verdiende|verdienen|verdienst"
    r"|gagn\w+|earns?|earned|earning|gehaltsvorstellung|pretentions?(?: salariales?)?|looneis|salariseis|opslag|augmentation"
    r"|raise|lohnerhohung|gesamtbrutto|netto(?:lohn|loon|auszahlung)?"
    r"|bruto(?:loon)?|wage|ote|package|inkomen|einkommen|revenus?)\b"
)
"""Words for pay itself."""
NEAR_CORE = re.compile(
    r"(?:loon|salaris|wedde|salaire|paie|gehalt|lohn|salary|wages?|pay|verdient|verdien|verdiende|gagne|earns?|earned"
    r"|gesamtbrutto|netto|bruto|brut|net|inkomen|einkommen|opslag|raise|augmentation)"
    r"(?:[ \t:=|(]|\b(?:is|est|ist|was|was|van|von|de|of|to|naar|tot|a|auf|nu|now|jetzt|neu|new|actuel|nieuw|oud|alt|ancien"
    r"|nouveau|bei|op|blijft|bleibt|reste|stays|at|minstens|about|rond|circa"
    r"|ongeveer|environ|rund)\b|\d[\d.,' ]*){0,5}$"
)
HIRED = re.compile(
    r"\b(?:krijgt|kreeg|krijg|ontvangt|vraagt|vroeg|wil|verwacht|biedt|bieden|boden|aanbod|in dienst|begint?|start|startdatum"
    r"|werkt|werk|contract|recoit|recois|touche|demande|veut|vise|propose"
    r"|proposons|offrons|embauch\w+|commence|debute|travaille|bekommt|bekomme|bekam|erhalt|verlangt|mochte|will|bieten"
    r"|eingestellt|einstellen|beginne?t?|arbeitet|vertrag|gets?|got|receives|asks?|asked"
    r"|asking|wants|expects|offer(?:s|ed|ing)?|hire[ds]?|hiring|starts?|started|starting|works|on|aan|zu|a)\b"
)
"""Words for being hired, asking, offering and getting."""
STILL_PAID = re.compile(
    r"\b(?:naar|tot|to|auf|a|still|nog|maar|slechts|but|only|instead of|statt|ipv|in plaats van|au lieu de|verwacht|vise|wil"
    r"|wants|expects|vraagt|asks|offer|offers|bieden|biedt|bieten|bietet|propose"
    r"|proposons|sagt|says|zegt|van|von|from|noch|nur|mais|minstens|mindestens|au moins|at least|krijgt|bekommt|gets|encore) ?(?:[a-z]+ )?$"
)
MILLIONS = re.compile(r" ?(?:million|miljoen|mio|mrd|milliard|milliarden|billion|bn|mln|m)\b")
_NAME = r"[A-ZÀ-Þ][\w'’.-]{0,20}(?: (?:[A-ZÀ-Þ][\w'’.-]{0,20}|van|de|der|den|von)){0,3}"
LISTS = re.compile(
    r"\b(?:payroll|loonlijst|lohnliste|gehaltsliste|\w*uurloon|\w*stundenlohn|hourly rates?|\w*premies?|uurlonen|stundenlohne"
    r"|\w*loon|\w*lohn|\w*gehalt|lonen|lohne|salarissen|salaires|salaries|wages|paies|netto|bruto|brutto|gehalter|bonus|bonuses"
    r"|bonussen|boni|primes?|premies|payout|uitbetaling|auszahlung)"
    r"(?:(?: [\w'-]{1,12}){0,3} ?(?:[:;|,]|$)|(?= ))[ \t]*\n?"
)
ITEM = re.compile(
    rf"[ \t\n*-]{{0,4}}{_NAME}[ \t]{{0,2}}[;:=,|\t ][ \t]{{0,2}}(?P<amount>(?:€|£|EUR|CHF)? ?(?:\d{{1,3}}(?:[ .,'\u202f]\d{{3}})+"
    rf"|\d{{2,6}})(?:[.,]\d{{1,2}})?(?: ?(?:€|£|k\b|euros?|EUR|Euro))?)(?: ?(?:brutto|bruto|netto|net|brut|gross|an hour|/ ?(?:u"
    rf"|uur|h|hr|Std\.?|heure|maand|mois|Monat|month)))?"
    r"[ \t]{0,2}(?:[;,|\n]|\ben\b|\bet\b|\bund\b|\band\b|$|[.](?=\s|$))?"
)
"""A name and an amount in a list."""
NAMED_LINE = re.compile(rf"[ \t*•-]{{0,4}}{_NAME}(?:,? [\w-]{{2,14}}){{0,3}} ?[:,|–-]? ?")
"""A line that begins with a name and comes to an amount."""
HOURLY = (
    "/u",
    "/uur",
    "/h",
    "/hr",
    "/Std",
    "/Std.",
    "/heure",
    "an hour",
    "bruto",
    "brutto",
    "brut",
    "netto",
    "gross",
    "/maand",
    "/mois",
    "/Monat",
    "/month",
)
GETTING = re.compile(
    r"\b(?:krijgt|kreeg|kriegt|bekommt|erhalt|touche|gagne|recoit|paye[er]?|paid|gets|got|has|had|is on|was on|earns?|makes"
    r"|zahlen|betalen|payons|proposons(?: a)?|bieten|bieden|offer(?:ed)?(?: to)?|pay|will|wil|wants|verdient|vraagt|fordert"
    r"|verlangt|demande|asks|wants|fragt nach|zit op|zit nu op|staat op|en|et|und|and)"
    r" (?:[a-z.]{1,14} ){0,3}$|\b(?:on|aan|auf) $"
)
ANOTHER = re.compile(
    r"(?:,|;|\ben\b|\bet\b|\bund\b|\band\b|\bmaar\b|\bbut\b|\bmais\b"
    r"|\baber\b) ?(?:[\w'’.-]{1,14} ){0,2}?[\w'’.-]{1,20},? (?:still |nog |encore |noch |now |nu |jetzt )?(?:€|£)?$"
)
GETTING_LAST = re.compile(
    r" ?(?:krijgt|kreeg|kriegt|verdient|bekommt|erhalt|vraagt|fordert|gewoon|plus (?:fooi|tips|pourboires|trinkgeld))\b"
)
BACK = re.compile(
    r"\b(?:terug|back|zuruck|korting|discount|rabatt|refund|rembours\w*|subsid\w*|schade|damage|boete|fine|amende|off|deposit"
    r"|waarborg|kaution|caution|interest|rente|punten|points|punkte|likes|views|volgers)\b"
)
WORK = re.compile(
    r"\b(?:wir zahlen|we pay|we betalen|nous payons|nous proposons|wir bieten|we offer|wij? bieden|minijob\w*|lehrjahr|azubi"
    r"|statt|instead of|au lieu de|monatlich|zit nu op|loon|lonen|salar\w*|gehalt\w*|lohn\w*|pay|payroll|paie|paye|netto|bruto"
    r"|brutto|brut|gross|cao|opslag|raise|augmentation|personeel\w*|personal\w*|hr|rh|functie\w*|pop-gesprek|stelle|kandidat\w*"
    r"|candidat\w*|kandidaat"
    r"|contract|vertrag|contrat|dezelfde werk|hetzelfde werk|same (?:job|work)|gleiche arbeit|meme (?:poste|travail)|collega\w*"
    r"|colleague\w*|kolleg\w*|collegue\w*|an hour|per uur|de l'heure|die stunde|/hr|/u|/h|fooi|tips"
    r"|bookkeep\w*|buchhalt\w*|comptab\w*|boekhoud\w*|chef|baas|boss|patron|teamlead\w*|ontslag|kundigung|licenci\w*|dismissal"
    r"|sollicit\w*|bewerb\w*|interview|onkosten|overuren|uberstunden|overtime|heures sup\w*)\b"
)
"""Words of work in the neighbourhood."""
SLIP_LINE = re.compile(
    r"\b(?:basic|basis(?:loon|salaris)?|gross|net|netto|bruto|brutto|brut|grundlohn|gesamtbrutto|gesamtnetto|auszahlung"
    r"|net a payer|te betalen|au lieu de|instead of|statt|in plaats van)[ :=]{1,3}(?:€|£|eur)? ?$"
)
NUMERAL = re.compile(r"\d[\d .,'\u202f]*")
PAYSLIP = re.compile(
    r"\b(?:tax code|paye|ni (?:no|number)?|student loan|overtime|payslip|loonbrief|loonfiche|loonstrook|rsz|bedrijfsvoorheffing"
    r"|onss|precompte|cotisations?|bulletin|fiche de paie|lohnsteuer|steuerklasse|stkl"
    r"|kirchensteuer|sozialversicherung|sv-nr|rv|kv|vwl|uberstunden|overuren|heures sup\w*|pension scheme|attachment of earnings"
    r"|pfandung|loonbeslag|vakantiegeld|maaltijdcheques?|cheques-repas|net a payer)\b"
)
"""Words of a payslip; two of them make one."""
NOW = re.compile(r" ?(?:naar|to|a|auf|->) ?[\d€£]")
"""What stands between pay before and after."""
EXTRAS = re.compile(
    r"\b(?:\w*steuer\w*|\w*versicherung|rsz|onss|rv|kv|av|pv|vwl|tax|ni|pension|premie|maaltijdcheques?|cheques?|kilometer\w*"
    r"|fiets\w*|voorschot|acompte|vorschuss|pfandung|loonbeslag|saisie|korting|reduction"
    r"|rabatt|discount|uren|heures|stunden|hours|jaar|jahre|ans|years|leeftijd|age|alter|bus|nr|no|nummer|numero|personal-?nr"
    r"|dossier|km|vanaf|sinds|seit|depuis|since|in|en|im) ?[:.]? ?$"
)
"""What stands before another amount of a payslip, or a year."""
FROM_TO = re.compile(r"\d ?(?:€|k|euros?|£)? ?(?:bis|-|tot) ?$")
"""The upper end of a range."""
MANY_PAID = re.compile(
    r"\b(?:vacature|vacancy|job ad|job offer|stellenanzeige|offre d'emploi|annonce|gemiddeld\w*|moyen(?:ne)?|durchschnitt\w*"
    r"|average|mediaan|median|minimum\w*|mindestlohn|smic|barem\w*|loonschaal"
    r"|schaal|grille|entgeltgruppe|lohngruppe|tarifgruppe|\btvod|tv-l|cao|wat is|what is the|was ist|qu'est|hoeveel is|bereken"
    r"|calculate|calcule\w*|berechne|verschil tussen|unterschied|difference"
    r"|employees|werknemers|medewerkers|mitarbeiter|salaries|tussen de|between|zwischen|entre \d|stel dat|angenommen|supposons"
    r"|suppose|voorbeeld|(?<![.\w-])example|exemple|beispiel|if you|als je|if someone|wenn man|si on)\b"
)
GOODS = re.compile(
    r"\b(?:website|logo|herstelling|reparatie|reparation|reparatur|travaux|chantier|hors tva|htva|plus vat|ex vat|excl\w*|zzgl"
    r"|freelance\w*|plumbing|loodgieter\w*|factu\w+|invoice\w*|rechnung\w*|offerte|devis|angebot|quote|btw|tva|mwst|vat|omzet"
    r"|turnover|umsatz|chiffre d'affaires"
    r"|verkoop\w*|verkocht|sold|vendu|verkauft|order|bestel\w*|commande|bestell\w*"
    r"|huur\w*|rent|loyer|\w*miete|abonn\w+|subscri\w+|licen[cs]\w+|lizenz\w*|gewicht|weight|poids|lening|loan|kredit|hypothe\w+"
    r"|mortgage|prijs|price|prix|preis|artikel|product|kg)\b"
)
"""Amounts of goods."""
PAYROLL = re.compile(r"loon|salar|salair|paie\b|gehalt|lohn|payslip|payroll|wedde|verdienst")
"""Words of a payslip, without which "net" and "gross" are those of any invoice."""
SEPARATORS = "|;\t,"
CELL = re.compile(rf"[ \t\"']{{0,4}}(?P<amount>{NUMBER})(?![\w%])")
"""A number alone in its cell."""
MOST_ROWS = 500
MOST_CHARACTERS = 4_000
"""How far a list goes on below its head."""
NAMES = re.compile(
    r"naam|name|nom|prenom|voornaam|vorname|werknemer|medewerker|employee|salarie|mitarbeiter|personeel|person|collaborat|ouvrier|bediende|arbeider|staff|\bwho\b|\bwie\b|\bwer\b|\bqui\b|worker|kolleg|\bma\b|\bemp\b"
)

_PAY, _EARNS, _RECORD, _PER = frozenset(PAY), frozenset(EARNS), frozenset(RECORD), frozenset(PER)
BARE_TOO = (
    _PAY | _RECORD | {"verdient", "verdien", "verdiende", "gagne", "gagnait", "verdiene", "earns", "earn", "earned"} | BY_VERB
)
"""Words behind which a number without a currency is an amount as well."""


@recogniser(
    classes=(DataClass.SALARY,),
    reasons=("own", "theirs", "person", "row", "function", "record", "column", "noted"),
    triggers=tuple(sorted(_PAY | _EARNS | _RECORD | _PER)),
)
def salary(text: Readable, hits: Hits) -> Iterator[Match]:
    found: dict[int, tuple[int, str]] = {}
    past = -1
    for hit in hits:
        if hit.start < past or not (hit.whole or text.low[hit.end : hit.end + 1] in ("_", ":")):
            continue
        for start, end, reason in _amounts(text, hit):
            if start >= past:
                past = end
                found[start] = (end, reason)
    for start, end, reason in _told_beside(text, hits, found):
        found.setdefault(start, (end, reason))
    past = -1
    for start, (end, reason) in sorted(found.items()):
        if start >= past:
            past = end
            yield Match(start, end, DataClass.SALARY, "salary", reason, 0.85, value=text.text[start:end])


def _told_beside(text: Readable, hits: Hits, found: Mapping[int, tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Amounts in sentences that speak of somebody's pay, whatever stands between."""
    low, past = text.low, -1
    for hit in hits:
        if hit.start < past or not hit.whole:
            continue
        first, last = sentence(low, hit.start, hit.end)
        first = max(first, low.rfind("\n", first, hit.start) + 1)
        stop = low.find("\n", hit.end, last)
        last = past = max(stop if stop >= 0 else last, hit.end)
        listed = list(_listed(text, first, last + 1))
        if len(listed) > 1 and anybody(text, first, listed[-1][1]) and not GOODS.search(low, first, last):
            yield from ((start, end, "row") for start, end in listed)
            continue
        amounts = [one for one in AMOUNT.finditer(low, first, last) if _is_pay(one)]
        if (
            not amounts
            or GOODS.search(low, first, last)
            or (RENT.search(low, first, last) and not CORES.search(low, first, last))
        ):
            continue
        somebody = _somebody(text, first, last)
        if not somebody or (OFFERED.search(low, first, last) and somebody != "person"):
            continue
        known = any(first <= at < last for at in found)
        for amount in (*amounts, *amounts) if len(amounts) > 1 else amounts:
            if (
                _paid_beside(low, first, last, amount, known)
                or (known and _anothers(text, first, amount))
                or (amount["kind"] and NAMED_LINE.fullmatch(text.text, first, amount.start()))
                or (somebody == "person" and _gets(low, first, last, amount))
            ):
                known = True
                end = amount.end("bare") if amount["bare"] else max(amount.end("unit"), amount.end("kind"))
                yield amount.start(), end, somebody


def _listed(text: Readable, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The amounts of a list of names and amounts behind a word for pay: "bonus: Ming £1,250, Fiachra £900"."""
    head = LISTS.search(text.low, first, last)
    hourly = ITEM.match(text.text, first) if head is None else None
    at = head.end() if head else first if hourly and hourly[0].rstrip(" ,;").endswith(HOURLY) else last
    if head is not None and head[0].endswith("\n"):
        last = min(len(text.low), at + MOST_CHARACTERS)
    while at < last and (item := ITEM.match(text.text, at)) is not None and item.end() <= last:
        yield item.span("amount")
        at = item.end()


def _anothers(text: Readable, first: int, amount: "re.Match[str]") -> bool:
    """Whether an amount is what another person gets, beside one that is pay: "Frau Keller verdient 3.850, Herr Otto 4.200"."""
    gap = ANOTHER.search(text.low, max(first, amount.start() - 34), amount.start())
    return gap is not None and _of_the_size(amount) and bool(anybody(text, gap.start(), amount.start()))


def _gets(low: str, first: int, last: int, amount: "re.Match[str]") -> bool:
    """Whether somebody gets, asks or is on an amount of the size of pay, where work is spoken of."""
    before, behind = low[max(first, amount.start() - 26) : amount.start()], low[amount.end() : amount.end() + 24]
    if not (GETTING.search(before) or GETTING_LAST.match(behind)) or BACK.search(behind) or RENT.search(low, first, last):
        return False
    return _of_the_size(amount) and WORK.search(low, max(0, first - 300), last + 200) is not None


def _of_the_size(amount: "re.Match[str]") -> bool:
    """Whether a number is one that an hour, a month or a year of work brings."""
    number = NUMERAL.search(amount[0])
    if number is None:
        return False
    whole, _, cents = re.sub(r"[ '\u202f]|[.,](?=\d{3}(?!\d))", "", number[0]).replace(",", ".").partition(".")
    value = int(whole or "0") * (1000 if re.search(r"\d ?k\b", amount[0]) else 1)
    return 900 <= value <= 250_000 or (9 <= value <= 90 and (len(cents) == 2 or bool(amount["period"])))


def _somebody(text: Readable, first: int, last: int) -> str:
    """Of whom a sentence speaks: `person`, `own`, `noted` when only what stands before it names somebody; "" for many or nobody."""
    low = text.low
    if MANY_PAID.search(low, first, last):
        return ""
    if kind := anybody(text, first, last):
        return "own" if kind == "own" else "person"
    if MANY_HERE.search(low, first, last):
        return ""
    floor = max(0, first - SUBJECT_OF_NOTE)
    floor = max(floor, low.rfind("\n\n", floor, first))
    return "noted" if not GOODS.search(low, floor, last) and names_between(text, floor, first) else ""


def _paid_beside(low: str, first: int, last: int, amount: "re.Match[str]", known: bool) -> bool:
    """Whether an amount is pay by the words before and behind it, or beside another that is."""
    before = low[max(first, amount.start() - 60) : amount.start()]
    behind = low[amount.end() : min(last, amount.end() + 30)]
    if MILLIONS.match(behind) or EXTRAS.search(before[-24:]) or FROM_TO.search(before):
        return False
    kind, period = bool(amount["kind"]), bool(amount["period"])
    spoken_of = CORES.search(before) is not None or CORES.match(behind.lstrip(" ,(")) is not None
    if spoken_of and (kind or period or amount["unit"] is not None or NEAR_CORE.search(before)):
        return True
    if kind and period:
        return True
    if SLIP_LINE.search(before) and len({found[0] for found in PAYSLIP.finditer(low, max(0, first - 400), last + 300)}) > 1:
        return True
    if (kind or period) and (HIRED.search(before) or HIRED.search(behind) or known):
        return True
    if known and (NOW.match(behind) or (amount["unit"] is not None and HIRED.search(before[-16:]))):
        return True
    return known and STILL_PAID.search(before) is not None


def _is_pay(amount: "re.Match[str]") -> bool:
    """Whether an amount can be pay at all: with a currency, a period or gross or net beside it, or else of a size and form that pay has."""
    if amount["unit"] is not None or amount["kind"] or amount["period"]:
        return any(sign.isdigit() and sign != "0" for sign in amount[0])
    return not _is_small(amount["bare"])


def _amounts(text: Readable, hit: Hit) -> Iterator[tuple[int, int, str]]:
    """The amounts that a word for pay belongs to, with how they are somebody's."""
    column = list(_column(text, hit)) if hit.word in _PAY or hit.word in _RECORD else []
    if column:
        yield from column
        return
    raised = list(_raised(text, hit))
    if raised:
        yield from raised
        return
    amount = _beside(text, hit)
    if amount is None or MILLIONS.match(text.low, amount[1]):
        return
    start, end = amount
    if how := _whose(text, hit, start, end):
        yield start, end, how


def _raised(text: Readable, hit: Hit) -> Iterator[tuple[int, int, str]]:
    """Both amounts of a person's pay that goes from one to the other."""
    if hit.word not in _PAY or not CORE.fullmatch(hit.word):
        return
    first, last = sentence(text.low, hit.start, hit.end)
    found = RAISE.search(text.low, hit.end, min(last, hit.end + 40) + 40)
    if (
        found is None
        or any(len(re.sub(r"\D", "", found[name])) < 2 for name in ("one", "other"))
        or OFFERED.search(text.low, first, hit.start)
    ):
        return
    theirs = "theirs" if hit.word.startswith(("his ", "her ", "my ", "their ")) else ""
    if how := theirs or said_of(text, hit.start, hit.end, EARNING) or (names_between(text, first, hit.start) and "person"):
        yield (*found.span("one"), how)
        yield (*found.span("other"), how)


def _beside(text: Readable, hit: Hit) -> tuple[int, int] | None:
    """The amount in the same sentence, behind the word or else before it."""
    first, last = sentence(text.low, hit.start, hit.end)
    if hit.word in _PER or (hit.word in _RECORD and PER_BEHIND.match(text.low, hit.end)):
        line = text.low.rfind("\n", max(first, hit.start - 40), hit.start) + 1
        ends = [
            one for one in MONEY.finditer(text.low, max(first, line, hit.start - 40), hit.start) if hit.start - one.end() <= 1
        ]
        return ends[-1].span() if ends else None
    last = min(last, hit.end + (25 if hit.word in _EARNS else 80))
    found = MONEY.search(text.low, hit.end, min(len(text.low), last + 12)) or (
        BARE.search(text.low, hit.end, min(last, hit.end + 40)) if hit.word in BARE_TOO else None
    )
    if found is None:
        before = list(MONEY.finditer(text.low, max(first, hit.start - 40), hit.start))
        found = before[-1] if before else None
    if found is None or (found.re is BARE and _is_small(found[0])):
        return None
    return found.span()


def _is_small(number: str) -> bool:
    """Whether a number without a currency is too small for pay, or a year."""
    digits = "".join(c for c in number.partition(",")[0] if c.isdigit())
    return len(digits) < 3 or (len(digits) == 4 and digits[:2] in ("19", "20") and number == digits)


def _whose(text: Readable, hit: Hit, start: int, end: int) -> str:
    first, last = sentence(text.low, min(hit.start, start), max(hit.end, end))
    public = PUBLIC.search(text.low, first, last) is not None
    if hit.word in _RECORD | _PER and not _is_record(text, hit, start):
        return _paid(text, hit, start, end, public)
    if hit.word not in _RECORD:
        if hit.word in BY_VERB and not (PAID_BY.match(text.low, end) and len(text.low[hit.end : start].split()) < 3):
            return ""
        if hit.word in BY_VERB and RENT.search(text.low, first, last):
            return ""
        how = said_of(text, hit.start, hit.end, EARNING) or said_of(text, start, end, EARNING)
        if how and not (public and how not in ("theirs", "person")):
            return "" if public and RANGE.search(text.low, first, last) else how
        if hit.word in _EARNS:
            if not public and not RENT.search(text.low, first, last) and noted(text, hit.start, end):
                return "noted"
            by = FUNCTION_HAS.search(text.low, max(first, hit.start - 90), hit.start)
            return "function" if by and not public else ""
        if OF_FUNCTION.match(text.low, hit.end) and not public:
            return "function"
        if (
            FUNCTION_HAS.search(text.low, max(first, hit.start - 90), hit.start)
            and not public
            and EARNING.search(text.low, first, hit.start)
        ):
            return "function"
    offered = public and OFFERED.search(text.low, first, last)
    if not offered and hit.word not in _RECORD and (how := _joined(text, hit, start, end)):
        return how
    if not _is_record(text, hit, start) or not PAYROLL.search(text.low, max(0, start - 600), end + 600):
        return ""
    return "record" if named_near(text, start, end, 600) else ""


def _joined(text: Readable, hit: Hit, start: int, end: int) -> str:
    """How pay is somebody's whose name stands before it in the sentence or note: word and amount are one piece."""
    low = text.low
    if not CORE.fullmatch(hit.word):
        return ""
    if start < hit.start:
        return noted(text, start, hit.end) if hit.start - end <= 1 else ""
    first, _ = sentence(low, hit.start, hit.end)
    return "person" if JOINED.fullmatch(low[hit.end : start]) and names_between(text, first, hit.start) else ""


def _paid(text: Readable, hit: Hit, start: int, end: int, public: bool) -> str:
    """How an amount per month or hour, or a net or gross one, is somebody's pay."""
    low = text.low
    first, last = sentence(low, min(hit.start, start), max(hit.end, end))
    if RENT.search(low, max(0, first - 80), last):
        return ""
    if hit.word in _RECORD and HAS_ONE.search(low, max(0, hit.start - 8), hit.start):
        near = JOINED.fullmatch(low[hit.end : start]) if start >= hit.end else None
        return "theirs" if near else ""
    if public:
        return ""
    gross = hit.word in _RECORD and start < hit.start
    if gross and PER_BEHIND.match(low, hit.end):
        return "noted" if names_between(text, max(0, start - 200), start) else ""
    if hit.word in _PER and names_between(text, first, start):
        on = low[max(first, start - 4) : start].endswith(" on ")
        return "noted" if on or WORKS.search(low, first, last) else ""
    return ""


def _is_record(text: Readable, hit: Hit, start: int) -> bool:
    """Whether word and amount are a line of a form: nothing but the word, a sign and the amount."""
    line = text.low.rfind("\n", max(0, hit.start - 60), hit.start) + 1
    return (
        RECORD_LINE.fullmatch(text.low[line : hit.start]) is not None
        and RECORD_GAP.fullmatch(text.low[hit.end : start]) is not None
    )


def _column(text: Readable, hit: Hit) -> Iterator[tuple[int, int, str]]:
    """The amounts below a head of a table that says pay, when another head says names."""
    low = text.low
    begin = low.rfind("\n", max(0, hit.start - 400), hit.start) + 1
    stop = low.find("\n", hit.end, hit.end + 400)
    if stop < 0:
        return
    head = low[begin:stop]
    sign = max(SEPARATORS, key=head.count)
    columns = head.count(sign)
    if not columns or not NAMES.search(head) or MONEY.search(head):
        return
    cell = low.count(sign, begin, hit.start)
    at = stop + 1
    for _ in range(MOST_ROWS):
        end = low.find("\n", at, at + 2000)
        end = end if end >= 0 else min(len(low), at + 2000)
        row = low[at:end]
        if row.count(sign) < columns:
            return
        place = at
        for _ in range(cell):
            place = low.find(sign, place, end) + 1
        until = low.find(sign, place, end)
        value = MONEY.search(low, place, until if until >= 0 else end) or CELL.match(low, place, until if until >= 0 else end)
        if value is not None:
            yield (*value.span("amount" if value.re is CELL else 0), "column")
        at = end + 1
