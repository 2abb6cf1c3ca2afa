"""How clinicians of seven languages head their columns, and the words they fill them with.

Written for the costumes alone, from how such sheets look; what the product knows is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language.

    Parameters
    ----------
    headers : dict of str to tuple of str
        Ways to head a column, by what it holds.
    values : dict of str to dict
        For sex, stage, marker, response and others, ways to write each word.
    months_short : tuple of str
        January to December, as a day is written with them.
    units : dict of str to tuple of str
        Words for days, weeks, months and years.
    missing : tuple of str
        Beside an empty cell.
    title, footnote, total, mean : str
        Texts of rows that are no patient's.
    upper : dict of str to str
        Headings over two columns.
    """

    headers: dict[str, Words]
    values: dict[str, dict[str, Words]]
    months_short: Words
    units: dict[str, Words]
    missing: Words
    title: str
    footnote: str
    total: str
    mean: str
    encodings: Words = ("cp1252",)


_RECIST: Final = {"CR": ("CR",), "PR": ("PR",), "SD": ("SD",), "PD": ("PD",), "NE": ("NE",)}


def _responses(**long: Words) -> dict[str, Words]:
    """The letters of RECIST in English first, then the language's own."""
    return {code: (*_RECIST[code], *long[code.lower()]) for code in _RECIST}


ENGLISH: Final = Wording(
    headers={
        "patient": ("Patient", "Patient ID", "Pt", "Case no.", "Study ID", "Pseudonym"),
        "sex": ("Sex", "Gender"),
        "age": ("Age", "Age at start (years)", "Age (y)"),
        "stage": ("Stage", "Disease stage", "Extent of disease", "Stage at start of treatment"),
        "marker": ("ALK", "ALK status", "ALK IHC/FISH result"),
        "site": ("Primary site", "Site of primary", "Location"),
        "group": ("Regimen group", "Type of chemotherapy"),
        "regimen": ("Regimen", "Chemotherapy", "Drugs given"),
        "line": ("Line", "Line of therapy", "Treatment line", "Line no."),
        "start": ("Start date", "Start of chemotherapy", "Date of first cycle", "Treatment start"),
        "response": ("Best response", "Best overall response", "BOR", "RECIST best response"),
        "progression_date": ("Progression date", "Date of progression", "Date of PD"),
        "recurrence_date": ("Relapse date", "Date of recurrence", "Date of relapse"),
        "event_date": ("Date of progression or relapse", "Progression/recurrence date"),
        "death_date": ("Date of death", "Death date", "Died on"),
        "last": ("Last follow-up", "Date of last follow-up", "Last contact", "Date last seen"),
        "last_or_death": ("Date of last contact or death", "Last follow-up or death"),
        "pfs": ("PFS", "Progression-free survival", "Time to progression or death"),
        "rfs": ("RFS", "Relapse-free survival", "DFS", "Disease-free survival"),
        "os": ("OS", "Overall survival"),
        "pfs_event": ("Progression", "PFS event", "Progressed", "Progression or death"),
        "rfs_event": ("Relapse", "RFS event", "Relapsed", "Recurrence"),
        "os_event": ("Death", "Dead", "Died", "Deceased"),
        "vital": ("Vital status", "Status at last follow-up", "Survival status"),
        "disease_status": ("Current status", "Disease status at last follow-up"),
        "centre": ("Centre", "Hospital", "Institution"),
        "comment": ("Comments", "Notes"),
        "ecog": ("ECOG PS", "ECOG"),
        "line_word": ("line", "Line", "L"),
    },
    values={
        "sex": {"female": ("F", "female", "f", "woman"), "male": ("M", "male", "m", "man")},
        "stage": {
            "localized": ("localized", "localised", "Localized disease"),
            "locally advanced": ("locally advanced", "Locally advanced", "loc. advanced"),
            "metastatic": ("metastatic", "Metastatic", "metastatic disease"),
        },
        "marker": {"positive": ("positive", "pos", "+"), "negative": ("negative", "neg", "-")},
        "response": _responses(
            cr=("complete response", "Complete remission"),
            pr=("partial response", "Partial remission"),
            sd=("stable disease", "Stable"),
            pd=("progressive disease", "Progression"),
            ne=("not evaluable", "not assessable"),
        ),
        "yes": {"yes": ("yes", "Y", "Yes"), "no": ("no", "N", "No")},
        "vital": {"dead": ("dead", "deceased", "Died"), "alive": ("alive", "living", "Alive")},
        "pfs_words": {
            "yes": ("progressed", "progression"),
            "no": ("no progression", "progression free"),
        },
        "rfs_words": {"yes": ("relapsed", "recurrence"), "no": ("no relapse", "disease free")},
        "disease": {
            "dead": ("DOD", "died of disease"),
            "alive": ("AWD", "alive with disease"),
            "free": ("NED", "no evidence of disease"),
        },
    },
    months_short=(
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ),
    units={
        "days": ("days", "d"),
        "weeks": ("weeks", "wks"),
        "months": ("months", "mo", "mos"),
        "years": ("years", "yrs"),
    },
    missing=("NA", "n/a", "unknown", "not available", "-", "nd", "?"),
    title="Retrospective series, chemotherapy",
    footnote="* Response by local radiology.",
    total="Total",
    mean="Median",
)

ITALIAN: Final = Wording(
    headers={
        "patient": ("Paziente", "Codice paziente", "ID paziente", "Pz", "N. paziente"),
        "sex": ("Sesso", "Genere"),
        "age": ("Età", "Età (anni)", "Età all'inizio"),
        "stage": ("Stadio", "Stadio di malattia", "Estensione di malattia"),
        "marker": ("ALK", "Stato ALK", "ALK (IIC/FISH)"),
        "site": ("Sede primitiva", "Sede del tumore"),
        "group": ("Gruppo di schema", "Tipo di chemioterapia"),
        "regimen": ("Schema", "Chemioterapia", "Farmaci"),
        "line": ("Linea", "Linea di terapia", "N. linea"),
        "start": ("Data inizio terapia", "Inizio chemioterapia", "Data 1° ciclo"),
        "response": (
            "Risposta migliore",
            "Miglior risposta",
            "Risposta RECIST",
            "Migliore risposta",
        ),
        "progression_date": ("Data progressione", "Data di progressione", "Data PD"),
        "recurrence_date": ("Data recidiva", "Data di recidiva"),
        "event_date": ("Data progressione o recidiva", "Data progressione/recidiva"),
        "death_date": ("Data decesso", "Data di morte", "Data del decesso"),
        "last": (
            "Ultimo contatto",
            "Data ultimo follow-up",
            "Data ultima visita",
            "Ultimo follow up",
        ),
        "last_or_death": ("Data ultimo contatto o decesso", "Ultimo follow-up o decesso"),
        "pfs": ("PFS", "Sopravvivenza libera da progressione"),
        "rfs": (
            "RFS",
            "Sopravvivenza libera da recidiva",
            "DFS",
            "Sopravvivenza libera da malattia",
        ),
        "os": ("OS", "Sopravvivenza globale"),
        "pfs_event": ("Progressione", "Evento PFS", "Progressione o decesso"),
        "rfs_event": ("Recidiva", "Evento RFS"),
        "os_event": ("Decesso", "Deceduto", "Morto"),
        "vital": ("Stato in vita", "Stato vitale", "Stato all'ultimo follow-up"),
        "disease_status": ("Stato attuale", "Stato di malattia all'ultimo controllo"),
        "centre": ("Centro", "Ospedale", "Istituto"),
        "comment": ("Note", "Commenti"),
        "ecog": ("ECOG", "PS ECOG"),
        "line_word": ("linea", "Linea", "L"),
    },
    values={
        "sex": {"female": ("F", "femmina", "donna"), "male": ("M", "maschio", "uomo")},
        "stage": {
            "localized": ("localizzato", "malattia localizzata", "Localizzata"),
            "locally advanced": ("localmente avanzato", "malattia localmente avanzata"),
            "metastatic": ("metastatico", "malattia metastatica", "Metastatica"),
        },
        "marker": {"positive": ("positivo", "pos", "+"), "negative": ("negativo", "neg", "-")},
        "response": _responses(
            cr=("RC", "risposta completa"),
            pr=("RP", "risposta parziale"),
            sd=("malattia stabile", "stabilità di malattia"),
            pd=("progressione", "progressione di malattia"),
            ne=("NV", "non valutabile"),
        ),
        "yes": {"yes": ("sì", "S", "si", "SI"), "no": ("no", "N", "NO")},
        "vital": {
            "dead": ("deceduto", "morto", "decesso"),
            "alive": ("vivo", "vivente", "in vita"),
        },
        "pfs_words": {
            "yes": ("progressione", "in progressione"),
            "no": ("nessuna progressione", "libero da progressione"),
        },
        "rfs_words": {
            "yes": ("recidiva", "recidivato"),
            "no": ("nessuna recidiva", "libero da malattia"),
        },
        "disease": {
            "dead": ("morto di malattia", "deceduto per malattia"),
            "alive": ("vivo con malattia",),
            "free": ("vivo senza malattia", "NED"),
        },
    },
    months_short=(
        "gen",
        "feb",
        "mar",
        "apr",
        "mag",
        "giu",
        "lug",
        "ago",
        "set",
        "ott",
        "nov",
        "dic",
    ),
    units={
        "days": ("giorni", "gg"),
        "weeks": ("settimane", "sett."),
        "months": ("mesi",),
        "years": ("anni",),
    },
    missing=("ND", "n.d.", "NA", "non noto", "-", "non disponibile", "n.a."),
    title="Casistica retrospettiva, chemioterapia",
    footnote="* Risposta secondo la radiologia locale.",
    total="Totale",
    mean="Mediana",
)

FRENCH: Final = Wording(
    headers={
        "patient": ("Patient", "N° patient", "Identifiant", "Code patient", "Numéro du patient"),
        "sex": ("Sexe",),
        "age": ("Âge", "Âge (ans)", "Age au début"),
        "stage": ("Stade", "Stade de la maladie", "Extension de la maladie"),
        "marker": ("ALK", "Statut ALK"),
        "site": ("Site primitif", "Localisation primitive"),
        "group": ("Type de chimiothérapie", "Groupe de protocole"),
        "regimen": ("Protocole", "Chimiothérapie", "Traitement"),
        "line": ("Ligne", "Ligne de traitement", "N° de ligne"),
        "start": ("Date de début", "Date de début du traitement", "Date C1J1"),
        "response": ("Meilleure réponse", "Réponse (RECIST)", "Meilleure réponse globale"),
        "progression_date": ("Date de progression", "Date progression"),
        "recurrence_date": ("Date de rechute", "Date de récidive"),
        "event_date": ("Date de progression ou rechute", "Date progression/rechute"),
        "death_date": ("Date de décès", "Date du décès", "Date décès"),
        "last": (
            "Date de dernières nouvelles",
            "Dernières nouvelles",
            "Date dernier contact",
            "Date du dernier suivi",
        ),
        "last_or_death": (
            "Date de dernières nouvelles ou décès",
            "Date du dernier contact ou du décès",
        ),
        "pfs": ("SSP", "Survie sans progression", "PFS"),
        "rfs": ("Survie sans rechute", "SSR", "Survie sans récidive"),
        "os": ("SG", "Survie globale", "OS"),
        "pfs_event": ("Progression", "Événement SSP", "Progression ou décès"),
        "rfs_event": ("Rechute", "Récidive"),
        "os_event": ("Décès", "Décédé", "DCD"),
        "vital": ("Statut vital", "État aux dernières nouvelles", "Etat vital"),
        "disease_status": ("Statut actuel", "État de la maladie aux dernières nouvelles"),
        "centre": ("Centre", "Hôpital"),
        "comment": ("Commentaires", "Remarques"),
        "ecog": ("ECOG", "OMS"),
        "line_word": ("ligne", "Ligne", "L"),
    },
    values={
        "sex": {"female": ("F", "femme", "féminin"), "male": ("M", "homme", "masculin")},
        "stage": {
            "localized": ("localisé", "maladie localisée", "Localisée"),
            "locally advanced": ("localement avancé", "Localement avancée"),
            "metastatic": ("métastatique", "Métastatique"),
        },
        "marker": {"positive": ("positif", "pos", "+"), "negative": ("négatif", "nég", "-")},
        "response": _responses(
            cr=("RC", "réponse complète"),
            pr=("RP", "réponse partielle"),
            sd=("MS", "maladie stable", "stabilité"),
            pd=("MP", "progression", "maladie progressive"),
            ne=("NE", "non évaluable"),
        ),
        "yes": {"yes": ("oui", "O", "Oui"), "no": ("non", "N", "Non")},
        "vital": {"dead": ("décédé", "DCD", "mort"), "alive": ("vivant", "en vie", "Vivant")},
        "pfs_words": {
            "yes": ("progression", "en progression"),
            "no": ("pas de progression", "sans progression"),
        },
        "rfs_words": {"yes": ("rechute", "récidive"), "no": ("pas de rechute", "sans récidive")},
        "disease": {
            "dead": ("décédé de la maladie", "mort de la maladie"),
            "alive": ("vivant avec maladie",),
            "free": ("vivant sans maladie",),
        },
    },
    months_short=(
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ),
    units={
        "days": ("jours", "j"),
        "weeks": ("semaines", "sem."),
        "months": ("mois",),
        "years": ("ans", "années"),
    },
    missing=("NA", "ND", "inconnu", "non disponible", "-", "n/a"),
    title="Série rétrospective, chimiothérapie",
    footnote="* Réponse selon la radiologie locale.",
    total="Total",
    mean="Médiane",
)

GERMAN: Final = Wording(
    headers={
        "patient": ("Patient", "Patienten-ID", "Pat.-Nr.", "Patientennummer", "Fall-Nr."),
        "sex": ("Geschlecht",),
        "age": ("Alter", "Alter (Jahre)", "Alter bei Beginn"),
        "stage": ("Stadium", "Krankheitsstadium", "Tumorausbreitung"),
        "marker": ("ALK", "ALK-Status"),
        "site": ("Primärlokalisation", "Primärsitz"),
        "group": ("Therapiegruppe", "Art der Chemotherapie"),
        "regimen": ("Schema", "Chemotherapie", "Therapieschema"),
        "line": ("Linie", "Therapielinie", "Linie Nr."),
        "start": ("Beginn", "Therapiebeginn", "Beginn der Chemotherapie", "Startdatum"),
        "response": ("Bestes Ansprechen", "Beste Response", "Ansprechen (RECIST)"),
        "progression_date": ("Datum Progress", "Progressionsdatum", "Datum der Progression"),
        "recurrence_date": ("Rezidivdatum", "Datum Rezidiv"),
        "event_date": ("Datum Progress oder Rezidiv", "Datum Progress/Rezidiv"),
        "death_date": ("Todesdatum", "Sterbedatum", "Datum des Todes"),
        "last": (
            "Letzter Kontakt",
            "Letztes Follow-up",
            "Datum letzte Nachsorge",
            "Letzte Vorstellung",
        ),
        "last_or_death": ("Datum letzter Kontakt oder Tod", "Letzter Kontakt/Tod"),
        "pfs": ("PFS", "Progressionsfreies Überleben"),
        "rfs": ("RFS", "Rezidivfreies Überleben", "Krankheitsfreies Überleben"),
        "os": ("OS", "Gesamtüberleben"),
        "pfs_event": ("Progress", "PFS-Ereignis", "Progression", "Progress oder Tod"),
        "rfs_event": ("Rezidiv", "RFS-Ereignis"),
        "os_event": ("Tod", "Verstorben", "Gestorben"),
        "vital": ("Vitalstatus", "Status bei letztem Kontakt"),
        "disease_status": ("Aktueller Status", "Krankheitsstatus bei letztem Kontakt"),
        "centre": ("Zentrum", "Klinik"),
        "comment": ("Bemerkungen", "Kommentar"),
        "ecog": ("ECOG",),
        "line_word": ("Linie", "L"),
    },
    values={
        "sex": {"female": ("w", "weiblich", "W"), "male": ("m", "männlich", "M")},
        "stage": {
            "localized": ("lokalisiert", "Lokalisiert"),
            "locally advanced": ("lokal fortgeschritten", "lokal fortgeschrittene Erkrankung"),
            "metastatic": ("metastasiert", "Metastasiert", "metastatisch"),
        },
        "marker": {"positive": ("positiv", "pos.", "+"), "negative": ("negativ", "neg.", "-")},
        "response": _responses(
            cr=("komplette Remission", "Vollremission"),
            pr=("partielle Remission", "Teilremission"),
            sd=("stabile Erkrankung", "Stable disease"),
            pd=("Progress", "progrediente Erkrankung"),
            ne=("nicht beurteilbar", "nicht auswertbar"),
        ),
        "yes": {"yes": ("ja", "J", "Ja"), "no": ("nein", "N", "Nein")},
        "vital": {
            "dead": ("verstorben", "tot", "gestorben"),
            "alive": ("lebend", "lebt", "am Leben"),
        },
        "pfs_words": {
            "yes": ("Progress", "progredient"),
            "no": ("kein Progress", "progressionsfrei"),
        },
        "rfs_words": {"yes": ("Rezidiv",), "no": ("kein Rezidiv", "rezidivfrei")},
        "disease": {
            "dead": ("tumorbedingt verstorben", "an der Erkrankung verstorben"),
            "alive": ("lebt mit Erkrankung", "lebend mit Tumor"),
            "free": ("lebt tumorfrei", "tumorfrei"),
        },
    },
    months_short=(
        "Jan",
        "Feb",
        "Mär",
        "Apr",
        "Mai",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Okt",
        "Nov",
        "Dez",
    ),
    units={
        "days": ("Tage",),
        "weeks": ("Wochen",),
        "months": ("Monate", "Mon."),
        "years": ("Jahre",),
    },
    missing=("k.A.", "k. A.", "unbekannt", "n.b.", "-", "NA", "fehlt"),
    title="Retrospektive Serie, Chemotherapie",
    footnote="* Ansprechen nach lokaler Radiologie.",
    total="Gesamt",
    mean="Median",
)

SPANISH: Final = Wording(
    headers={
        "patient": ("Paciente", "ID paciente", "Código del paciente", "Nº paciente"),
        "sex": ("Sexo", "Género"),
        "age": ("Edad", "Edad (años)", "Edad al inicio"),
        "stage": ("Estadio", "Estadio de la enfermedad", "Extensión de la enfermedad"),
        "marker": ("ALK", "Estado ALK"),
        "site": ("Localización primaria", "Tumor primario"),
        "group": ("Tipo de quimioterapia", "Grupo de esquema"),
        "regimen": ("Esquema", "Quimioterapia", "Fármacos"),
        "line": ("Línea", "Línea de tratamiento", "Nº de línea"),
        "start": ("Fecha de inicio", "Inicio de quimioterapia", "Fecha inicio tratamiento"),
        "response": ("Mejor respuesta", "Respuesta RECIST", "Mejor respuesta global"),
        "progression_date": ("Fecha de progresión", "Fecha progresión"),
        "recurrence_date": ("Fecha de recaída", "Fecha de recidiva"),
        "event_date": ("Fecha de progresión o recaída", "Fecha progresión/recaída"),
        "death_date": ("Fecha de muerte", "Fecha de fallecimiento", "Fecha de exitus"),
        "last": (
            "Último contacto",
            "Fecha de último seguimiento",
            "Última visita",
            "Fecha último control",
        ),
        "last_or_death": (
            "Fecha de último contacto o muerte",
            "Último seguimiento o fallecimiento",
        ),
        "pfs": ("SLP", "Supervivencia libre de progresión", "PFS"),
        "rfs": (
            "SLR",
            "Supervivencia libre de recaída",
            "SLE",
            "Supervivencia libre de enfermedad",
        ),
        "os": ("SG", "Supervivencia global", "OS"),
        "pfs_event": ("Progresión", "Evento SLP", "Progresión o muerte"),
        "rfs_event": ("Recaída", "Recidiva"),
        "os_event": ("Muerte", "Fallecido", "Exitus"),
        "vital": ("Estado vital", "Estado en el último contacto"),
        "disease_status": ("Estado actual", "Estado de la enfermedad en el último control"),
        "centre": ("Centro", "Hospital"),
        "comment": ("Observaciones", "Comentarios"),
        "ecog": ("ECOG",),
        "line_word": ("línea", "Línea", "L"),
    },
    values={
        "sex": {"female": ("mujer", "femenino", "F"), "male": ("hombre", "masculino", "M")},
        "stage": {
            "localized": ("localizado", "enfermedad localizada"),
            "locally advanced": ("localmente avanzado", "enfermedad localmente avanzada"),
            "metastatic": ("metastásico", "enfermedad metastásica"),
        },
        "marker": {"positive": ("positivo", "pos", "+"), "negative": ("negativo", "neg", "-")},
        "response": _responses(
            cr=("RC", "respuesta completa"),
            pr=("RP", "respuesta parcial"),
            sd=("EE", "enfermedad estable"),
            pd=("progresión", "enfermedad progresiva"),
            ne=("NE", "no evaluable"),
        ),
        "yes": {"yes": ("sí", "S", "Si"), "no": ("no", "N", "No")},
        "vital": {"dead": ("fallecido", "muerto", "exitus"), "alive": ("vivo", "Vivo")},
        "pfs_words": {
            "yes": ("progresión", "en progresión"),
            "no": ("sin progresión", "libre de progresión"),
        },
        "rfs_words": {"yes": ("recaída", "recidiva"), "no": ("sin recaída", "libre de enfermedad")},
        "disease": {
            "dead": ("muerto por enfermedad", "fallecido por la enfermedad"),
            "alive": ("vivo con enfermedad",),
            "free": ("vivo sin enfermedad",),
        },
    },
    months_short=(
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sep",
        "oct",
        "nov",
        "dic",
    ),
    units={"days": ("días",), "weeks": ("semanas",), "months": ("meses",), "years": ("años",)},
    missing=("ND", "s/d", "NA", "desconocido", "-", "no disponible", "no consta"),
    title="Serie retrospectiva, quimioterapia",
    footnote="* Respuesta según radiología local.",
    total="Total",
    mean="Mediana",
)

DUTCH: Final = Wording(
    headers={
        "patient": ("Patiënt", "Patiëntnummer", "Patiënt ID", "Pat.nr."),
        "sex": ("Geslacht",),
        "age": ("Leeftijd", "Leeftijd (jaar)", "Leeftijd bij start"),
        "stage": ("Stadium", "Ziektestadium", "Uitgebreidheid"),
        "marker": ("ALK", "ALK-status"),
        "site": ("Primaire lokalisatie", "Lokalisatie primaire tumor"),
        "group": ("Soort chemotherapie", "Type chemotherapie"),
        "regimen": ("Schema", "Chemotherapie", "Behandelschema"),
        "line": ("Lijn", "Behandellijn", "Lijn nr."),
        "start": ("Startdatum", "Start chemotherapie", "Datum eerste kuur"),
        "response": ("Beste respons", "Beste respons (RECIST)", "Respons"),
        "progression_date": ("Datum progressie", "Progressiedatum"),
        "recurrence_date": ("Datum recidief", "Recidiefdatum"),
        "event_date": ("Datum progressie of recidief", "Datum progressie/recidief"),
        "death_date": ("Datum overlijden", "Overlijdensdatum"),
        "last": (
            "Laatste contact",
            "Datum laatste follow-up",
            "Laatste controle",
            "Datum laatste contact",
        ),
        "last_or_death": ("Datum laatste contact of overlijden", "Laatste follow-up of overlijden"),
        "pfs": ("PFS", "Progressievrije overleving"),
        "rfs": ("RFS", "Recidiefvrije overleving", "Ziektevrije overleving"),
        "os": ("OS", "Totale overleving", "Algehele overleving"),
        "pfs_event": ("Progressie", "PFS-event", "Progressie of overlijden"),
        "rfs_event": ("Recidief",),
        "os_event": ("Overleden", "Overlijden", "Dood"),
        "vital": ("Vitale status", "Status bij laatste contact"),
        "disease_status": ("Huidige status", "Ziektestatus bij laatste contact"),
        "centre": ("Centrum", "Ziekenhuis"),
        "comment": ("Opmerkingen",),
        "ecog": ("ECOG", "WHO-score"),
        "line_word": ("lijn", "Lijn", "L"),
    },
    values={
        "sex": {"female": ("vrouw", "v", "V"), "male": ("man", "m", "M")},
        "stage": {
            "localized": ("gelokaliseerd", "lokaal"),
            "locally advanced": ("lokaal gevorderd", "lokaal uitgebreid"),
            "metastatic": ("gemetastaseerd", "metastatisch"),
        },
        "marker": {"positive": ("positief", "pos", "+"), "negative": ("negatief", "neg", "-")},
        "response": _responses(
            cr=("complete respons", "complete remissie"),
            pr=("partiële respons", "partiële remissie"),
            sd=("stabiele ziekte",),
            pd=("progressieve ziekte", "progressie"),
            ne=("niet evalueerbaar", "niet te beoordelen"),
        ),
        "yes": {"yes": ("ja", "J", "Ja"), "no": ("nee", "N", "Nee")},
        "vital": {"dead": ("overleden", "dood"), "alive": ("in leven", "levend", "leeft")},
        "pfs_words": {
            "yes": ("progressie", "progressief"),
            "no": ("geen progressie", "progressievrij"),
        },
        "rfs_words": {"yes": ("recidief",), "no": ("geen recidief", "recidiefvrij")},
        "disease": {
            "dead": ("overleden aan ziekte",),
            "alive": ("in leven met ziekte", "leeft met ziekte"),
            "free": ("ziektevrij", "in leven zonder ziekte"),
        },
    },
    months_short=(
        "jan",
        "feb",
        "mrt",
        "apr",
        "mei",
        "jun",
        "jul",
        "aug",
        "sep",
        "okt",
        "nov",
        "dec",
    ),
    units={
        "days": ("dagen",),
        "weeks": ("weken",),
        "months": ("maanden", "mnd"),
        "years": ("jaar", "jaren"),
    },
    missing=("onbekend", "NB", "n.b.", "NA", "-", "niet bekend", "nvt"),
    title="Retrospectieve serie, chemotherapie",
    footnote="* Respons volgens de lokale radiologie.",
    total="Totaal",
    mean="Mediaan",
)

POLISH: Final = Wording(
    headers={
        "patient": ("Pacjent", "Nr pacjenta", "ID pacjenta", "Kod pacjenta"),
        "sex": ("Płeć",),
        "age": ("Wiek", "Wiek (lata)", "Wiek w chwili rozpoczęcia"),
        "stage": ("Stadium", "Stopień zaawansowania", "Zaawansowanie choroby"),
        "marker": ("ALK", "Status ALK"),
        "site": ("Lokalizacja pierwotna", "Ognisko pierwotne"),
        "group": ("Rodzaj chemioterapii", "Grupa schematu"),
        "regimen": ("Schemat", "Chemioterapia", "Leki"),
        "line": ("Linia", "Linia leczenia", "Nr linii"),
        "start": ("Data rozpoczęcia", "Data rozpoczęcia leczenia", "Początek chemioterapii"),
        "response": ("Najlepsza odpowiedź", "Odpowiedź RECIST", "Odpowiedź na leczenie"),
        "progression_date": ("Data progresji",),
        "recurrence_date": ("Data nawrotu", "Data wznowy"),
        "event_date": ("Data progresji lub nawrotu", "Data progresji/wznowy"),
        "death_date": ("Data zgonu", "Data śmierci"),
        "last": (
            "Ostatni kontakt",
            "Data ostatniej wizyty",
            "Data ostatniej obserwacji",
            "Data ostatniego kontaktu",
        ),
        "last_or_death": ("Data ostatniego kontaktu lub zgonu", "Ostatnia wizyta lub zgon"),
        "pfs": ("PFS", "Czas wolny od progresji", "Przeżycie wolne od progresji"),
        "rfs": ("RFS", "Przeżycie wolne od nawrotu", "Czas wolny od wznowy"),
        "os": ("OS", "Przeżycie całkowite", "Całkowity czas przeżycia"),
        "pfs_event": ("Progresja", "Zdarzenie PFS", "Progresja lub zgon"),
        "rfs_event": ("Nawrót", "Wznowa"),
        "os_event": ("Zgon", "Zmarł"),
        "vital": ("Status życiowy", "Stan w dniu ostatniego kontaktu"),
        "disease_status": ("Obecny stan", "Stan choroby przy ostatniej wizycie"),
        "centre": ("Ośrodek", "Szpital"),
        "comment": ("Uwagi",),
        "ecog": ("ECOG",),
        "line_word": ("linia", "Linia", "L"),
    },
    values={
        "sex": {"female": ("K", "kobieta", "żeńska"), "male": ("M", "mężczyzna", "męska")},
        "stage": {
            "localized": ("miejscowy", "zlokalizowany"),
            "locally advanced": ("miejscowo zaawansowany", "choroba miejscowo zaawansowana"),
            "metastatic": ("przerzutowy", "choroba przerzutowa", "rozsiany"),
        },
        "marker": {
            "positive": ("dodatni", "pozytywny", "+"),
            "negative": ("ujemny", "negatywny", "-"),
        },
        "response": _responses(
            cr=("całkowita odpowiedź", "całkowita remisja"),
            pr=("częściowa odpowiedź", "częściowa remisja"),
            sd=("stabilizacja", "stabilna choroba", "stabilizacja choroby"),
            pd=("progresja", "progresja choroby"),
            ne=("niemożliwa do oceny", "nie do oceny"),
        ),
        "yes": {"yes": ("tak", "T", "Tak"), "no": ("nie", "N", "Nie")},
        "vital": {"dead": ("zmarł", "zgon", "nie żyje"), "alive": ("żyje", "żywy")},
        "pfs_words": {"yes": ("progresja",), "no": ("bez progresji", "brak progresji")},
        "rfs_words": {"yes": ("nawrót", "wznowa"), "no": ("bez nawrotu", "brak wznowy")},
        "disease": {
            "dead": ("zgon z powodu choroby",),
            "alive": ("żyje z chorobą",),
            "free": ("żyje bez choroby", "bez cech choroby"),
        },
    },
    months_short=(
        "sty",
        "lut",
        "mar",
        "kwi",
        "maj",
        "cze",
        "lip",
        "sie",
        "wrz",
        "paź",
        "lis",
        "gru",
    ),
    units={
        "days": ("dni",),
        "weeks": ("tygodnie", "tyg."),
        "months": ("miesiące", "mies."),
        "years": ("lata",),
    },
    missing=("b.d.", "bd", "brak danych", "nieznane", "-", "NA", "nie dotyczy"),
    title="Seria retrospektywna, chemioterapia",
    footnote="* Odpowiedź według lokalnej radiologii.",
    total="Razem",
    mean="Mediana",
    encodings=("cp1250",),
)

LANGUAGES: Final[dict[str, Wording]] = {
    "en": ENGLISH,
    "it": ITALIAN,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "nl": DUTCH,
    "pl": POLISH,
}
