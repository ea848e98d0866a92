"""Whether a sentence says something of one person: the special categories of data concern persons, not subjects (GDPR, Articles 9 and 4(1)).

"Fatima is sinds maandag ziek" and "her burn-out" say it of somebody; "write a burn-out policy" and "employees with cancer" do not. Somebody is a
name, a title with a name, a pronoun of one person, or *my / our / his / her* with a word for a person. Something is said of them when, in one
sentence, a verb of being, having or undergoing stands between, when it is theirs (*his depression*, *Fatima's burn-out*, *the illness of Karim*), or
when both stand in one row of a table.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from weerbaar.detect.leak._context import between_ends
from weerbaar.detect.leak._names import COMMON, FIRST, WELL_KNOWN, named, read
from weerbaar.model.leak import Readable

BEFORE = 200
AFTER = 120
"""Characters of a sentence that are read before and after what is looked at."""
REACH = 90
"""Characters between a person and what is said of them."""
SURE = 0.9
"""How sure the model of names must be where nothing else in a sentence tells of somebody."""
NAMED = 0.5
"""How sure the model of names must be."""
GIVEN = FIRST | WELL_KNOWN
"""A capital and a usual given name are enough beside a word that is said of persons, also where the model of names is not sure."""
WORDS_TOO = frozenset(
    (
        "an", "april", "art", "august", "bea", "bill", "chance", "chase", "christian", "dawn", "des", "else", "ernst", "eve", "faith",
        "frank", "gay", "glen",
        "grace", "gray", "guy", "hope", "iris", "jack", "joy", "jude", "june", "juste", "klein", "la", "lea", "les", "lente", "lily",
        "mai", "marine", "mark",
        "mars", "max", "may", "mei", "miles", "modeste", "olive", "page", "pat", "paris", "penny", "pierre", "prudence", "ray", "rich",
        "rob", "robin", "roos",
        "rose", "ruby", "sage", "sky", "sol", "sue", "ton", "victor", "viola", "violet", "wil", "will", "wim",
    )
)  # fmt: skip
"""Given names that are common words as well: these need the model."""
ENDS = re.compile(
    r"(?<!\b[a-z])(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdhr)(?<!\bmevr)(?<!\bmme)(?<!\bprof)(?<!\bst)(?<!\bnr)[.!?](?=[\s\"')]|$)"
    r"|\n\s*\n|[\u2026;](?= )"
)

NOUNS = (
    "cuistot gars gamin gamine copain copine pote beauf bru plongeur serveur chauffeur coach kuisvrouw hulpkok schoonbroer schoonzus "
    "maat trainer keeper kumpel schwiegereltern oberarzt torwart goalie captain "
    "poetshulp huishoudhulp werknemer werknemers-kind zorgvrager zorgvraagster pleegzoon pleegdochter kleine peuter kleuter baby "
    "tweeling ploegmaat teamgenoot geselle gesellin "
    "meister meisterin auszubildende auszubildender klient klientin bewohner bewohnerin praktikant praktikantin aushilfe "
    "vertreter baby kleine kleiner zwillinge pflegetochter pflegesohn "
    "salarie beneficiaire pensionnaire bebe petit petite jumeaux chef-cuisinier menuisier boulanger boulangere patissier boucher "
    "vendeuse caissiere caissier aide-menagere femme-de-chambre "
    "babysitter lad mate flatmate resident service-user client housemate stepmum stepdad nan gran grandma grandad granny grandpa "
    "nana toddler twins little missus hubby nephew niece "
    "collega medewerker medewerkster werknemer werkneemster bediende arbeider kandidaat sollicitant stagiair stagiaire baas chef "
    "directeur manager "
    "zoon dochter man vrouw echtgenoot echtgenote partner moeder vader kind broer zus oma opa schoonmoeder schoonvader vriend vriendin "
    "buurman buurvrouw "
    "patient patiente client cliente bewoner bewoonster huurder huurster leerling student klant receptionist receptioniste "
    "secretaris secretaresse "
    "boekhouder boekhoudster "
    "collegue employe employee salarie salariee collaborateur collaboratrice ouvrier ouvriere candidat candidate directrice responsable "
    "fils fille mari "
    "femme epouse epoux compagnon compagne mere pere enfant frere soeur ami amie voisin voisine patiente residente resident "
    "locataire eleve "
    "etudiant etudiante comptable cheffe "
    "kollege kollegin kollegen mitarbeiter mitarbeiterin angestellte angestellter angestellten bewerber bewerberin azubi chefin sohn "
    "tochter mann frau ehemann "
    "ehefrau mutter vater bruder schwester freund freundin nachbar nachbarin patientin kunde kundin mieter mieterin schuler "
    "schulerin buchhalter "
    "buchhalterin vorgesetzte vorgesetzter leiter leiterin "
    "chauffeur poetsvrouw poetshulp schoonmaker schoonmaakster verpleegkundige leraar lerares juf kok kelner serveerster verkoper "
    "verkoopster magazijnier technieker elektricien loodgieter "
    "schilder metser dakwerker lasser monteur ploegbaas teamleider concierge koerier bezorger kapster kapper onthaalmedewerkster "
    "zaakvoerder vennoot nicht neef tante oom "
    "schoonzoon schoondochter kleinzoon kleindochter stiefzoon stiefdochter pleegkind verloofde vriendje leverancier tandarts huisarts "
    "livreur livreuse vendeur vendeuse infirmier infirmiere enseignant enseignante cuisinier cuisiniere serveur serveuse technicien "
    "technicienne electricien plombier peintre macon couvreur "
    "soudeur mecanicien magasinier aide-soignante concierge coursier coiffeuse coiffeur gerant gerante associe associee apprenti apprentie "
    "cousin cousine tante oncle gendre belle-fille "
    "beau-pere belle-mere beau-frere belle-soeur petit-fils petite-fille neveu niece fiance fiancee facteur femme-de-menage "
    "fahrer fahrerin putzfrau reinigungskraft krankenschwester pfleger pflegerin lehrer lehrerin erzieherin koch kochin kellner kellnerin "
    "verkaufer verkauferin lagerist techniker elektriker "
    "installateur maler maurer dachdecker schweisser monteur schichtleiter teamleiter hausmeister bote friseurin friseur inhaber teilhaber "
    "lehrling cousin cousine tante onkel schwiegersohn "
    "schwiegertochter schwiegermutter schwiegervater schwager schwagerin enkel enkelin stiefsohn stieftochter pflegekind "
    "verlobte verlobter "
    "lebensgefahrte lebensgefahrtin lieferant "
    "driver cleaner nurse teacher cook waiter waitress salesman saleswoman storeman technician electrician plumber painter bricklayer "
    "roofer welder fitter foreman supervisor caretaker courier "
    "hairdresser receptionist owner partner apprentice trainee cousin aunt uncle son-in-law daughter-in-law mother-in-law father-in-law "
    "brother-in-law sister-in-law grandson granddaughter "
    "stepson stepdaughter fiance fiancee boyfriend girlfriend ex-husband ex-wife flatmate lodger landlord landlady pupil carer "
    "bookkeeper chef "
    "colleague worker coworker co-worker staff-member teammate candidate applicant intern boss son daughter husband wife mother "
    "father mum mom dad "
    "child brother sister friend neighbour neighbor tenant pupil customer accountant assistant director"
)
_NOUNS = frozenset(NOUNS.split())
_OURS = (
    r"mijn|m'n|onze|ons|my|our|mon|ma|notre|meine?[rmns]?|unsere?[rmns]?|unser|zijn|haar|hun|his|her|their|son|sa|leur"
    r"|seine?[rmns]?|ihre?[rmns]?"
    r"|(?:een )?van (?:mijn|onze)|one of (?:my|our)|une? de (?:mes|nos)|(?:d'|de )(?:mon|ma|notre)|eine?[rsmn]? (?:unserer|meiner)"
)
PERSON = re.compile(
    rf"\b(?P<ours>(?:{_OURS}) )(?=(?P<one>[a-z-]{{2,24}})(?: (?P<other>[a-z-]{{2,24}}))?)"
    r"|\b(?P<noun>(?:de|het|la|le|l'|der|die|das|den|dem|the) ?(?:patient(?:e|en|in)?|bewoner|bewoonster|resident|residente?"
    r"|bewohner(?:in)?|pupil|leerling"
    r"|schuler(?:in)?|eleve|leerlinge|betroffene[rn]?|slachtoffer|victime|deceased|overledene|verstorbene[rn]?|baby|jongen|meisje"
    r"|garcon|fillette"
    r"|junge|madchen|boy|girl|mevrouw|meneer|dame))\b"
    r"|\b(?P<fam>(?:auntie|aunty|nan|nana|granddad|grandad|grandpa|grandma|granny|gran|mum|dad|mom|mamie|mamy|papi|papy|tonton|tata|tatie|bomma|bompa|nonkel|tante|oom|oma|opa|onkel|mamma|mama|papa)\b)"
    r"|\b(?P<kin>(?:a|een|un|une|eine?[rmn]?) (?:colleague|friend|neighbour|neighbor|relative|mate|collega|vriend|vriendin"
    r"|buurman|buurvrouw|kennis|collegue"
    r"|ami|amie|voisin|voisine|proche|kollege|kollegin|kollegen|freund|freundin|nachbar|nachbarin|bekannte[rn]?"
    r"|verwandte[rn]?)(?: (?:of (?:mine|ours)"
    r"|van (?:mij|ons)|a moi|von (?:mir|uns)))?)\b"
    r"|\b(?P<they>hij|he|she|(?<!-)elle|elle(?! (?:une?|la|le|les|des) )"
    r"|er(?= (?:ist|hat|hatte|war|wird|wurde|sei|leidet|kommt|fehlt|kann|muss|liegt|nimmt|geht|bekam|bekommt|braucht|mochte"
    r"|bleibt|will|soll|darf|arbeitet|verdient|sitzt|sich|seit|am|an|im|wegen"
    r"|noch|nicht|auch|jetzt|nun|wieder|aber|hort|leider)\b)|(?<=weil )er|(?<=dass )er|(?<=hat )er|(?<=ist )er|(?<=war )er"
    r"|(?<=ob )er|(?<=da )er|(?<=seit )er|(?<=hatte )er|(?<=wenn )er)\b"
    r"|\b(?P<she>(?:ze|zij)(?= (?:is|was|heeft|had|werd|wordt|kreeg|krijgt|lijdt|ligt|zit|blijft|komt|gaat|kan|moet|meldde|viel|volgt"
    r"|neemt|onderging|ondergaat|kampt|wil|vraagt|draagt|bidt|stemt|verdient|gebruikt))"
    r"|sie(?= (?:ist|war|hat|hatte|wurde|wird|leidet|liegt|bleibt|muss|kommt|geht|nimmt|kampft|befindet|fehlt|mochte|wunscht"
    r"|tragt|wahlt|betet"
    r"|verdient|sitzt|braucht))"
    r"|il(?= (?:a|est|avait|etait|souffre|suit|prend|reste|sera|subi|lutte|attend|traverse|doit|vit|vient|gagne|gagnait|touche"
    r"|percoit|porte"
    r"|vote|prie|demande|souhaite|veut|utilise|s'est|ne|n'a|n'est)\b(?! (?:ete )?"
    r"(?:important|possible|impossible|interdit|necessaire|temps|conseille|recommande|utile|obligatoire|prevu|rappele|question|y|essentiel"
    r"|normal))))\b"
    r"|(?<![\w.])(?P<own>(?:ik|i|ich)(?![\w.-])|je(?= (?:suis|souffre|commence|debute|travaille|demande|veux|me|prends|fais|vois"
    r"|reste|serai|dois|vis|gagne|touche|vote|porte|prie"
    r"|mange|n'))|j'(?=ai|etais|avais))"
    r"|\b(?P<title>(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|de heer|mme|madame|mlle|monsieur|herrn?|frau|mrs?\.?|ms\.?"
    r"|miss) [a-z]'?[a-z-]{1,30}(?: [a-z]'?[a-z-]{1,30})?)"
    r"|(?:^|(?<=[\n.:;!?] )|(?<=\n)|(?<=dat )|(?<=because )|(?<=dass ))(?P<bare>[a-z-]{3,24})(?= (?:is|was|heeft|had|kreeg|wordt"
    r"|werd|komt|ligt|zit|est|etait|avait|souffre|ist|war|hat"
    r"|hatte|kommt|liegt|fehlt|wird|wurde|has|went|suffers|broke|fell|met|mit|avec|with|off|out|en arret)\b)"
    r"|\b(?P<letter>(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|de heer|mme|madame|mlle|monsieur|m\.|herrn?|hr\.|frau|fr\.|mrs?\.?"
    r"|ms\.?|miss|pat(?:ient(?:e|in)?)?\.?|pte?\.?"
    r"|bew(?:oner|ohner(?:in)?)?\.?|clien[tt]e?|klient(?:in)?|leerling|schuler(?:in)?|eleve|pupil|resident|werknemer|medewerker"
    r"|employee|salariee?|mitarbeiter(?:in)?|kind"
    r"|child|enfant|collega|colleague|kollegin?)"
    r" [a-z]\.?(?:[ -]?[a-z]\.)*(?![\w'-]))"
)
VERB = re.compile(
    r"\b(?:is|was|ben|wordt|werd|meld|melde|ausfallt|ausgefallen|kommt|komt|came|comes|revient|heeft|had|heb|kreeg|krijgt|lijdt"
    r"|leed|kampt|viel|valt|zit|ligt|blijft|raakte|meldde|meldt|onderging"
    r"|ondergaat|volgt|neemt|slikt"
    r"|herstelt|moet|gaat|ging|zou|blijkt|sukkelt|bevallen|gediagnosticeerd|afwezig|uitgevallen|thuis|overleed|overleden|verloor"
    r"|est|etait|a|ai|avait|suis|souffre|souffrait|suit|prend|reste|sera|fait|lutte|subi|subit|traverse|vit|attend|absente?|arretee?"
    r"|hospitalisee?|atteinte?"
    r"|diagnostiquee?|doit|part|decedee?|perdu"
    r"|ist|war|bin|hat|habe|hatte|leidet|litt|leide|wurde|wird|bekam|bekommt|nimmt|nehme|liegt|kampft|bleibt|fehlt|fiel|fallt|muss"
    r"|macht|unterzieht|erlitt|sei|befindet"
    r"|am|has|have|suffers?|suffered|suffering|takes?|took|got|gets|went|been|diagnosed|developed|underwent|needs|struggles|struggling"
    r"|recovering|battling"
    r"|found|declared|verklaard|declaree?|reconnue?|erklart|sitzt|tragt|braucht|benotigt|hort|nutzt|draagt|gebruikt|hoort|porte"
    r"|utilise|entend"
    r"|marche|wears|uses|hears|walks|erwartet|verwacht|expects"
    r"|died|called|off|lives|living|undergoing|undergoes|seeing|became|will be|absent)\b|'s(?= )|'m\b|'ve\b|'est\b|\bn'a\b"
)
TOPIC = re.compile(
    r"\b(?:behandelt(?! (?:wegen|in|im|am|mit|an)\b)|soigne (?:les|des|le|la)|treats|teaches|entdeckte|discovered|decouvert"
    r"|ontdekte|invented|runs|clinic for|praxis fur|praktijk voor|cabinet de|kurs|course"
    r"|cursus|cours|aantal|number of|nombre de|anzahl|cases of|gevallen van|cas de|falle von|kans op|over|about|on the topic|rond"
    r"|inzake|omtrent|regarding|concerning|against|tegen|contre|gegen|sur|concernant|uber|zum thema"
    r"|thema|topic|sujet|beleid|policy"
    r"|politique|richtlij?nie?|training|opleiding|formation|schulung|workshop|webinar|lezing|vortrag|conference|presentati[eo]n?"
    r"|prasentation|artikel|article|blog|boek|book|livre"
    r"|buch|campagne|campaign|kampagne|preventie|prevention|pravention|onderzoek(?:t|er)?|research|recherche|studie|study|etude|verzekering"
    r"|insurance|assurance"
    r"|versicherung|symptome?n?s?|symptoms|voorbeeld|example|exemple|beispiel|mensen met|people with|personnes|menschen mit"
    r"|patienten met|patients with|patients"
    r"|employees with|werknemers met|specialist|expert|arts|doctor|medecin|arzt|arztin|nurse|verpleegkundige|infirmiere?|schrijf"
    r"|write|ecris|schreib|stichting|foundation"
    r"|fondation|stiftung|vragen?|question|frage|als|if|si|wenn|falls|geen|not|no|pas|kein|keine|nicht|niet|never|nooit|jamais|nie|nobody"
    r"|niemand|personne)\b"
)
LAST = re.compile(
    r"(?: [\w-]{1,14}){0,2}? (?:is|was|heeft|had|heb|ben|kreeg|werd|wordt|zit|lijdt|verdient|verdiende|hat|hatte|habe|bin|ist|war"
    r"|wurde|wird"
    r"|leidet|bekommt|liegt|fehlt)\b"
)
JOINS = re.compile(r"\b(?:dat|omdat|doordat|aangezien|sinds|nu|terwijl|die|dass|weil|da|seit|nachdem)\b")
RELATIVE = re.compile(r"(?: van \d{1,3}|, \d{1,3})?,? ?(?:die|der) ")
ASKS = re.compile(r"\b(?:dat|dass|omdat|weil|wat|hoe|waarom|wanneer|of|welke?|was|wie|warum|wann|ob|welche[rs]?)\b")
THEIRS = re.compile(
    r"\b(?:mijn|m'n|(?<!\ber )(?<!\bdie )(?<!\bdat )(?<!\bdit )(?<!\bwe )(?<!\bze )(?<!\bwij )(?<!\bzij )(?<!\bte )(?<!\ballen "
    r")zijn(?! er\b)|haar|my|his|her|mon|ma|mes|son|sa|ses|meine?[rmns]?|seine?[rmns]?|ihre?[rmns]?) (?:[\w-]{2,20} ){0,2}$"
)
OF = re.compile(r"[\w -]{0,20}?\b(?:van|de|du|d'|of|von|bei|bij|chez|for|voor|pour|fur|door|par) ?(?:de heer |d'|l')?$")
BELONGS = re.compile(r"'?s? (?:[\w-]{2,20} ){0,2}$")
ASIDE = re.compile(r"(?:'s)? ?(?:\(|- |: )(?:[\w-]{2,20} ){0,3}$")
APPOSED = re.compile(r", (?:(?:en|in een|in|im|met|mit|with|avec)(?: (?:een|einer?|einem|an?|une?))? )?")
ROW = re.compile(r"[;|\t]|,(?=\S)|, ?\d")
ADDRESSED = re.compile(r"\b(?:ihre?[rmns]?) ")


NOTE = re.compile(r"(?:[\w.,'/()-]+ ){0,6}$")
"""What stands before a word in a note: a few words of the same sentence."""
CAUSED = re.compile(
    r"\b(?:wegens|vanwege|wegen|aufgrund|infolge|because of|due to|owing to|following|en raison d[eu']|pour cause d[e']|suite a"
    r"|(?:after|apres"
    r"|nach|na|met|mit|with|avec)"
    r"(?= (?:an?|een|einer?|einem|une?) )) ?(?:(?:an?|een|einer?|einem|une?|la|le|de|der|l'|his|her|zijn|haar|seiner|ihrer) ?)?$"
)
_MANY = (
    r"employees|workers|people|patients|children|medewerkers|werknemers|mensen|kinderen|personeel|mitarbeiter(?:innen)?|menschen|kinder|personal"
    r"|regelung\w*|regeling\w*|reglement\w*|procedure|formulier\w*|formular\w*|formulaire|vorlage|sjabloon|modele|template|form|folder|brochure"
    r"|catalog\w*|salaries|employes|enfants|gens|everybody|everyone|iedereen|chacun|jeder|staff|you"
)
MANY = re.compile(
    rf"\b(?:{_MANY}|u|je|jij|vous|sie|one|men|man|on|we|wij"
    r"|wir|nous)\b"
)
"""Words for many or for anybody: what is said with them is no note about one person."""
MANY_HERE = re.compile(
    rf"\b(?:{_MANY}|your|jij|jullie|vous|votre|we"
    r"|our|wij|onze|wir|unsere?|nous|notre|nos"
    r"|(?:soll|kann|darf|muss|sollte) man|peut-on|doit-on|kan men|moet men|kun je|mag je"
    r"|(?:je|u|men|on|man|one|sie) (?:kan|kunt|moet|mag|hebt|bent|krijgt|peut|doit|a|va|kann|muss|darf|soll|konnen|haben|can|must"
    r"|should))\b"
)
"""The same, without the words that are others in another language ("on", "je", "men")."""
ASKING = re.compile(
    r"\b(?:vraagt|vroeg|weet|denkt|vindt|zegt dat een|vertelt|leest|schrijft|verkoopt|levert|demande|sait|pense|explique|vend"
    r"|ecrit|fragt|weiss"
    r"|denkt|meint|erklart|verkauft"
    r"|liefert|schreibt|asks?|asked|knows|thinks|explains|sells|writes|wrote|wat|waarom|hoe|what|why|how|quoi|pourquoi|comment"
    r"|was ist|warum|wie)\b"
)
ENTRY = re.compile(r"(?:[\w./()-]+ ){0,2}$")
ENTRY_ENDS = re.compile(r"\s*(?:[,.;)\n]|$)")
SUBJECT_OF_NOTE = 400
"""Characters of a paragraph in which somebody is still its subject."""


FARTHEST = 170
"""Characters between a person and what is said of them, where nothing stands between that speaks of a subject."""
GOVERNED = re.compile(
    r"\b(?:over|about|rond|inzake|omtrent|regarding|concerning|against|tegen|contre|gegen|sur|concernant|uber|thema|topic|sujet"
    r"|theme|symptome?n?s?|symptoms? of"
    r"|oorza(?:ak|ken)|causes?|ursachen?|behandel(?:t|ing van)|treat(?:s|ing|ment of)?|preven\w+|pravention|risico\w*|risk|risque"
    r"|risiko|kans|chance|aantal|number|nombre|anzahl|cases of|gevallen van|cas de|falle von|what is|wat is|was ist"
    r"|qu'est-ce que?|c'est quoi|stands? for|betekent|bedeutet|signifie|means?|mensen met|people with|personnes|menschen mit"
    r"|patient(?:en|s|innen) (?:met|mit|with|avec)"
    r"|employees with|werknemers met|campagne|campaign|kampagne|onderzoek naar|research into|recherche|forschung|studie|study"
    r"|etude|beleid|policy|politique|training"
    r"|workshop|webinar|lezing|vortrag|cursus|course|formation|schulung|kurs|boek|book|livre|buch|artikel|article|blog|flyer"
    r"|folder|brochure|app|website|poster|affiche"
    r"|verkoopt|verkoop|sells?|vend|verkauft|verkaufe|levert|lever|supplies|livre|liefert|produceert|produces|fabrique|herstellt"
    r"|onderzoekt|studies|erforscht)"
    r"(?: (?!hij|zij|ze|he|she|il|elle|er|sie)[\w'-]+){0,4} $"
)
"""What makes a subject of the word that follows."""
SUBJECTS = re.compile(
    r"\b(?:about|compar\w+|vergelijk\w*|vergleich\w*|inzake|omtrent|regarding|concerning|concernant|onderwerp|topic|sujet|thema"
    r"|policy|beleid|politique|lezing"
    r"|vortrag|lecture|talk on|conference|artikel"
    r"|article|blog\w*|boek|book|livre|buch|campagne|campaign|kampagne|preventie|prevention|pravention|onderzoek(?:t|er|ster)"
    r"|researche?[sr]?|chercheu\w+|erforscht|forscher\w*"
    r"|symptom\w*|mensen met|people with|personnes (?:avec|atteintes)|menschen mit|patienten|patients|sells?|selling|verkoop(?:t"
    r"|ster)?|verkauf\w*|vend(?:ons|ent|eu\w+)?"
    r"|remboursement\w*|verzeker\w*|assuran\w*|\w*versicherung\w*|insurance|mutuelle|polis|police d'|couverture|dekking|deckung"
    r"|opening hours|openingsuren|offnungszeiten"
    r"|im lager|in stock|op voorraad|en stock|op het lager|catalog\w*|katalog\w*|levert|leveren|leverancier|suppl(?:y|ies|ier)"
    r"|fournisse\w*|liefert|liefern|lieferant\w*|treats|behandelt|behandeln|traitent|soignent|specialist in|gespecialiseerd"
    r"|specialisee?|spezialisiert|charity|stichting|stiftung|fondation|foundation|schrijf|write|ecris|redige|schreib\w*|draft"
    r"|translate|vertaal|traduis|ubersetz\w*"
    r"|(?:vraag[t]?|vroeg|asks?|asked|wonders|demande|fragt|fragte)(?: [\w']+){0,3}? (?:of|wat|hoe|if|whether|what|how|si|ce que"
    r"|comment|ob|was|wie)"
    r"|knows|weet|weiss|sait|explains?|erklart|explique|legt uit|bestel(?:t|de|len)?|orders?|ordered|bestell\w*|commande[zr]?)\b"
)
"""Words between a person and an illness with which it is a subject, goods or a trade."""
PLURAL = re.compile(
    r"\b(?:employees|workers|people|patients|customers|users|children|women|men|medewerkers|werknemers|mensen|kinderen|vrouwen"
    r"|mannen|ouderen|klanten|bewoners|mitarbeiter(?:n|innen)"
    r"|beschaftigten?|arbeitnehmer(?:n|innen)?|menschen|kinder|frauen|kunden|patient(?:en|innen)|senioren|salaries|employes"
    r"|enfants|gens|personnes|femmes|hommes|seniors|clients"
    r"|cliënten|clienten|residents|iemand|somebody|someone|quelqu'un|jemand\w*|wer|wie een|qui a|whoever|anyone|anybody|n'importe qui"
    r"|(?:een|an?|une?|eine?[rmn]?) (?:werknemer|werkneemster|medewerker|medewerkster|bediende|arbeider|employee|worker|person"
    r"|salariee?|employee?|travailleur|travailleuse"
    r"|mitarbeiter(?:in|s)?|arbeitnehmer(?:in|s)?|beschaftigte[rn]?|patient\w*|persoon|personne|person|kind|child|enfant|tenant"
    r"|huurder|locataire|mieter|customer|client|klant|kunde)"
    r"|sjabloon|template|modele|vorlage|muster|formulier|formular|formulaire)\b"
)
"""Words for many or for anybody near an illness."""
DEFINES = re.compile(
    r"\b(?:wat (?:is|zijn|betekent)|was (?:ist|sind|bedeutet)|what(?: is| are|'s| does)|qu'est|c'est quoi|quels? (?:est|sont)"
    r"|quelles? (?:est|sont)|que signifie|est-(?:elle|il|ce)"
    r"|welke|welche[rs]?|which|vaccin\w*|\w*impfung\w*|vermoeden van|verdacht auf|suspicion|definitie|definition|verschil tussen"
    r"|unterschied|difference|difference entre)\b"
    r"|^\W*(?:is|ist|est|are|sind|zijn|sont|kan|kann|can|peut-on) (?:een|an?|une?|eine?[rn]?|la|le|de|het|der|die|das|the)\b"
)
"""A question or sentence that explains, rather than tells of somebody."""
TEACHES = re.compile(
    r"\b(?:anzeige|annonce|advertentie|google ad|ad please|werbung|persbericht|pressemitteilung|communique|press release"
    r"|news item|nieuwsbericht|spendenaufruf|sponsor\w*|quiz\w*|define|definieer|definiere|definis|glossar\w*|glossaire"
    r"|woordenlijst|begrippen|vokabel\w*|vocab\w*|vocabulaire|examen\w*|klausur|exam|prufung|a-level|biolog\w*|opleiding|ausbildungsinhalt"
    r"|lesson|unterricht|schulung|cursus|symposium|congres|kongress|congress|conference|webinar|workshop|programma van"
    r"|tagesordnung|multiple choice|meerkeuze|kreuzwort\w*|kruiswoord\w*|crossword|mots croises"
    r"|slogan|advert\w*|werbetext|publicite|reclame|catalogus|katalog|catalogue|prijslijst|preisliste|price list|tarifs"
    r"|bijsluiter|packungsbeilage|notice du|leaflet|flyer|folder|brochure|faq|checklist\w*|checkliste"
    r"|protocol|protokoll fur|protocole|richtlijn\w*|leitlinie|guideline\w*|directives|huisregels|hausordnung|reglement|handbuch"
    r"|handboek|manual|manuel|roman|novel|kurzgeschichte|short story|nouvelle|kortverhaal|verhaal over"
    r"|gedicht|poem|poeme|film|serie|aflevering|episode|personage|character|personnage|figur|wikipedia|geschiedenis|histoire de"
    r"|history of|geschichte)\b"
)
"""Words of teaching, of goods and of stories shortly before or in a sentence."""
INVENTED = re.compile(
    r"\b(?:fiction\w*|fictie\w*|fictif\w*|fiktiv\w*|cas pratique|exercice (?:de|d')|\w*ubungsaufgabe|rekenoefening|casus"
    r"|fallbeispiel|scenario|quiz|recap|dissertation|essay|inhaltsangabe|kinderbuch|museumgids"
    r"|(?:chapter|hoofdstuk|kapitel|chapitre) \d|alt text|alt-tekst|alt-text|school display|programmheft|kurzreferat|spreekbeurt"
    r"|expose sur|beispiel: herr|beispiel: frau|voorbeeld: |example: |exemple : |le film|the film"
    r"|de film|der film|film raconte|roman de|novel by|roman von|roman van|dissertation|plot|recensie|kritik schreiben|crossword"
    r"|mop over|witz uber|joke about|blague sur)\b"
)
"""Words of stories, lessons and examples: who stands there is nobody."""
ANIMALS = re.compile(
    r"\b(?:cats?|dogs?|puppy|kitten|horses?|pony|rabbit|hamster|parrot|hond(?:en|je)?|kat(?:ten|er)?|poes|puppy|paard(?:en)?"
    r"|konijn|papegaai|koe|koeien|kip(?:pen)?|(?:le|mon|ma|notre|son|sa|un|ce|du) chat(?:te)?|chiens?|chienne|chiot|chaton|cheval|chevaux|lapin"
    r"|vaches?|poules?|hund(?:e|es|in)?|welpe|katze[rn]?|kater|pferd(?:e|es)?|stute|kaninchen|kuhe|vet|vets|dierenarts"
    r"|veterinaire|tierarzt(?:in)?|tierklinik|\w*boom|\w*bomen|rozen|roses|rosen|baum)\b"
)
"""Animals and plants, which fall ill as well."""
SOMEBODY = re.compile(
    r"\b(?:she|he|hij|zij|ze|elle|il|er|sie|i|ik|ich|je|her|his|haar|zijn|man|vrouw|moeder|vader|mother|father|mere|pere|mutter|vater)\b"
)
GOES_ON = re.compile(r"[.!] (?:hij|zij|ze|he|she|il|elle|er) ")
"""The next sentence speaks of somebody already meant."""
CALLED = re.compile(r" ?,(?! (?:\d|die|der|qui|who|en |im |in |[a-z]{3,14}(?:in|er)?,))")
"""A comma behind a name: somebody is spoken to, not about."""


INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ -]?){1,3}(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Vv]on|'t) ){0,2}[A-Z][a-zà-ÿ]{2,}(?:-[A-Z][a-zà-ÿ]+)?"
)
"""Initials and a family name: "R. Shaw", "J.-P. Van den Berg"."""
DOES = re.compile(
    r" (?:is|was|heeft|had|kreeg|krijgt|wordt|werd|komt|kan|blijft|ligt|zit|moet|neemt|est|a|etait|avait|sera|reste|prend|doit"
    r"|revient|souffre|ist|war|hat|hatte|kommt|kann|liegt"
    r"|bleibt|fehlt|wird|wurde|muss|nimmt|leidet|has|takes|needs|suffers|went|got|can't|cannot|won't|isn't)\b"
)


class Person(NamedTuple):
    """Where somebody stands in a sentence, and how: `own` (I), `name`, or another word for one person."""

    start: int
    end: int
    kind: str


@cache
def terms(name: str, sort: str) -> frozenset[str]:
    """The words of a recogniser and sort in `_terms.toml`, of all four languages."""
    with files("weerbaar.detect.leak").joinpath("_terms.toml").open("rb") as file:
        lists: dict[str, str] = tomllib.load(file)[name][sort]
    words = {language: words.replace("\n", " ").strip().split(", ") for language, words in lists.items()}
    joined = (word.replace("oe", "\N{LATIN SMALL LIGATURE OE}") for word in words.get("fr", ()) if "oe" in word)
    return frozenset((*joined, *(word for each in words.values() for word in each)))


def said_of(text: Readable, start: int, end: int, verb: "re.Pattern[str]" = VERB, reach: int = REACH) -> str:
    """How a stretch is said of one person: `own`, `theirs`, `person`, `row`; "" when it is not."""
    first, last = sentence(text.low, start, end)
    before, low = text.low[first:start], text.low
    theirs = THEIRS.search(before)
    if theirs is not None and not TOPIC.search(theirs[0]) and not _addressed(text, first + theirs.start()):
        return "own" if theirs[0].startswith(("mijn", "m'n", "my", "mon", "ma ", "mes", "mein")) else "theirs"
    for persons in (_told(text), _named(text), _likely(text)):
        for at in range(bisect_left(persons, (first, 0, "")), len(persons)):
            person = persons[at]
            if person.start >= last:
                break
            if person.start < start < person.end:
                person = person._replace(end=start)  # "Frau Meier Krebs": a noun after a name has a capital in German as well
            if person.end <= start:
                if how := _before(low, person, low[person.end : start], verb, reach, first):
                    return how
                if (
                    person.kind in ("name", "title")
                    and APPOSED.fullmatch(low, person.end, start)
                    and low[end : end + 1] in (",", ")")
                ):
                    return "person"
                if start - person.end <= reach and _verb_last(low, first, person, start, end):
                    return "own" if person.kind == "own" else "person"
            elif end <= person.start <= end + 40 and person.kind != "own" and OF.fullmatch(low[end : person.start]):
                return "theirs"
    return ""


def _before(low: str, person: Person, gap: str, verb: "re.Pattern[str]", reach: int, first: int) -> str:
    """How something behind a person is said of them, by what stands between."""
    if len(gap) > reach or TOPIC.search(gap):
        return ""
    if person.kind == "own":
        return "own" if len(gap.split()) <= 10 and verb.search(gap) else ""
    if person.kind != "they" and BELONGS.fullmatch(gap) and gap[:1] in ("'", "s"):
        return "theirs"
    if verb.search(gap) or (len(gap) <= 30 and verb.search(low[max(first, person.start - 25) : person.start])):
        return "person"
    if ROW.search(gap) or ASIDE.fullmatch(gap):
        return "row"
    return ""


def _verb_last(low: str, first: int, person: Person, start: int, end: int) -> bool:
    """Whether the verb stands last, as in Dutch and German subordinate clauses: "omdat Fatima een burn-out heeft"."""
    gap = low[person.end : start]
    joined = JOINS.search(low, first, person.start) or RELATIVE.match(gap)
    return bool(joined and LAST.match(low, end)) and not (TOPIC.search(gap) or ASKS.search(gap))


def _addressed(text: Readable, at: int) -> bool:
    """Whether it is the German *Ihr* of politeness, which is everybody's."""
    return ADDRESSED.match(text.low, at) is not None and text.text[at] == "I" and at > 1 and text.text[at - 2] not in ".!?:\n"


def sentence(low: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch, as far as it is read."""
    return between_ends(low, start, end, ENDS, BEFORE, AFTER)


def noted(text: Readable, start: int, end: int) -> str:
    """`noted` where it stands in a short note, or as the cause of something, in the paragraph of somebody named before it."""
    low = text.low
    first, last = sentence(low, start, end)
    first = max(first, low.rfind("\n", first, start) + 1)
    stop = low.find("\n", end, last)
    last = stop if stop >= 0 else last
    said = low[first:last]
    if low[last : last + 1] == "?" or TOPIC.search(said) or MANY.search(said) or ASKING.search(said):
        return ""
    if TEACHES.search(low, max(0, first - 160), last) or DEFINES.search(low, first, last):
        return ""
    comma = max(low.rfind(sign, first, start) for sign in (", ", ": ", "; "))
    before = low[max(comma + 2, first) : start].lstrip(" -*")
    floor = max(0, start - SUBJECT_OF_NOTE)
    floor = max(floor, low.rfind("\n\n", floor, start))
    if (NOTE.fullmatch(before) or CAUSED.search(before)) and _surely_named(text, floor, first):
        return "noted"
    in_a_list = comma >= first and ENTRY.fullmatch(before) and ENTRY_ENDS.match(low, end)
    return "noted" if in_a_list and _surely_named(text, first, comma) else ""


def near(text: Readable, start: int, end: int, *, ahead: bool = True) -> str:
    """How a word that is hardly ever said but of persons is said of one: `person` where one stands in the same sentence with nothing
    between that makes of it a subject, `noted` where the sentence names nobody and one is named before it in the paragraph; "" otherwise.
    Without `ahead`, the person stands before the word."""
    low = text.low
    first, last = sentence(low, start, end)
    if PLURAL.search(low, max(first, start - 60), min(last, end + 50)) or GOVERNED.search(low, first, start):
        return ""
    if DEFINES.search(low, first, last) or TEACHES.search(low, max(0, first - 160), last):
        return ""
    found = sorted(
        person
        for persons in (_told(text), _confirmed(text))
        for person in _until(persons[bisect_left(persons, (first, 0, "")) : bisect_left(persons, (last, 0, ""))], start)
        if person.kind != "own" and (person.end <= start or person.start >= end)
    )
    if SUBJECTS.search(low, end, min(last, end + 24)):
        return ""
    told = [person for person in found if person.end <= start and not CALLED.match(low, person.end)]
    if told and start - told[-1].end <= FARTHEST:
        return "" if SUBJECTS.search(low, told[-1].end, start) else "person"
    behind = [person for person in found if person.start >= end] if ahead else []
    if behind and behind[0].start - end <= REACH // 2:
        return "" if SUBJECTS.search(low, first, start) or SUBJECTS.search(low, end, behind[0].start) else "person"
    stop = low.find("\n", end, last)
    said = low[max(first, low.rfind("\n", first, start) + 1) : stop if stop >= 0 else last]
    if found or low[last : last + 1] == "?" or SUBJECTS.search(said) or MANY_HERE.search(said) or ASKING.search(said):
        return ""
    floor = max(0, start - SUBJECT_OF_NOTE)
    floor = max(floor, low.rfind("\n\n", floor, start))
    return "noted" if _surely_named(text, floor, first) or GOES_ON.match(low, last) else ""


def _until(persons: Iterable[Person], start: int) -> Iterator[Person]:
    """The persons, cut off where what is said begins: in "Frau Ilic AU" the last word is no name."""
    for person in persons:
        yield person._replace(end=start - 1) if person.start < start < person.end else person


def _surely_named(text: Readable, start: int, end: int) -> bool:
    """Whether somebody is told between by a title or by a name that the model is sure of."""
    confirmed = _confirmed(text)
    return bool(confirmed[bisect_left(confirmed, (start, 0, "")) : bisect_left(confirmed, (end, 0, ""))]) or any(
        person.kind in ("title", "they")
        for person in _told(text)[bisect_left(_told(text), (start, 0, "")) : bisect_left(_told(text), (end, 0, ""))]
    )


def anybody(text: Readable, start: int, end: int) -> str:
    """The kind of the first person told between, a named one before *I*; "" for nobody."""
    kinds = [
        person.kind
        for persons in (_told(text), _named(text), _likely(text))
        for person in persons[bisect_left(persons, (start, 0, "")) : bisect_left(persons, (end, 0, ""))]
    ]
    return next((kind for kind in kinds if kind != "own"), kinds[0] if kinds else "")


def names_between(text: Readable, start: int, end: int) -> bool:
    """Whether somebody is named between."""
    return any(
        person.kind in ("name", "title") and person.end <= end
        for persons in (_told(text), _named(text))
        for person in persons[bisect_left(persons, (start, 0, "")) : bisect_left(persons, (end, 0, ""))]
    )


@lru_cache(maxsize=1)
def _told(text: Readable) -> tuple[Person, ...]:
    """Everybody who is told by a word for a person, in order."""
    return tuple(_words(text.text, text.low))


@lru_cache(maxsize=1)
def _named(text: Readable) -> tuple[Person, ...]:
    """Everybody who is told by name, in order."""
    words, spans = named(text)
    found = {Person(words[span.first].start, words[span.last - 1].end, "name") for span in spans if span.score >= NAMED}
    facts = read(text)[1]
    for word in words:
        given = word.kind == "word" and facts[word.low] & GIVEN == GIVEN and word.low not in WORDS_TOO
        if given and text.text[word.start].isupper():
            found.add(Person(word.start, word.end, "name"))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _confirmed(text: Readable) -> tuple[Person, ...]:
    """Those told by name of whom a given name, initials or two words of a name are known: no firm or brand that looks like a family's name."""
    words, spans = named(text)
    facts = read(text)[1]
    found = set()
    for span in spans:
        inside = words[span.first : span.last]
        said = [facts.get(word.low, 0) for word in inside]
        given = any(one & FIRST and not one & COMMON for one in said)
        known = said[0] & GIVEN == GIVEN and inside[0].low not in WORDS_TOO
        if span.score >= SURE and (given or known):
            found.add(Person(inside[0].start, inside[-1].end, "name"))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _likely(text: Readable) -> tuple[Person, ...]:
    """Given names that are less usual, or that the model is not sure of, before a verb of being or having ("Gundi war", "Pieterjan komt")."""
    facts = read(text)[1]
    initials = tuple(Person(found.start(), found.end(), "name") for found in INITIALS.finditer(text.text))
    likely = (
        Person(word.start, word.end, "name")
        for word in named(text)[0]
        if word.kind == "word"
        and text.text[word.start].isupper()
        and not text.text[word.start : word.end].isupper()
        and facts[word.low] & FIRST
        and not facts[word.low] & COMMON
        and word.low not in WORDS_TOO
        and DOES.match(text.low, word.end)
    )
    return tuple(sorted((*initials, *likely)))


def _words(written: str, low: str) -> Iterator[Person]:
    for match in PERSON.finditer(low):
        if match["ours"]:
            if match["one"] in _NOUNS:
                yield Person(match.start(), match.end("one"), "noun")
            elif match["other"] in _NOUNS and 3 <= len(match["one"]) <= 14:
                yield Person(match.start(), match.end("other"), "noun")
            continue
        kind = match.lastgroup or "they"
        if kind == "title":
            end = match.end()
            last = match[0].rindex(" ") + 1
            if not written[match.start() + last].isupper():
                end = match.start() + last - 1
                last = match[0].rfind(" ", 0, last - 1) + 1
                if not last or not written[match.start() + last].isupper():
                    continue
            yield Person(match.start(), end, kind)
            continue
        if kind == "letter":
            if not written[match.start() + match[0].rindex(" ") + 1].isupper():
                continue
            kind = "title"
        if kind == "bare" and match["bare"] not in _NOUNS:
            continue
        if kind in ("kin", "bare", "fam"):
            kind = "noun"
        if kind == "own" and match[0] == "i" and written[match.start()] != "I":
            continue
        yield Person(match.start(), match.end(), kind)


def invented(text: Readable, start: int, end: int) -> bool:
    """Whether a story, a lesson or an animal is spoken of around a stretch."""
    low = text.low
    line = low.rfind("\n", max(0, start - 160), start) + 1
    if INVENTED.search(low, max(line, start - 160), end + 90):
        return True
    first, _ = sentence(low, start, end)
    animal = None
    for found in ANIMALS.finditer(low, max(first, start - 45), start):
        animal = found
    return animal is not None and SOMEBODY.search(low, animal.end(), start) is None


def named_near(text: Readable, start: int, end: int, reach: int = 300) -> bool:
    """Whether a person's name stands in the lines around a stretch."""
    for persons in (_told(text), _named(text)):
        for at in range(bisect_left(persons, (start - reach, 0, "")), len(persons)):
            if persons[at].start > end + reach:
                break
            if persons[at].kind in ("name", "title"):
                return True
    return False
