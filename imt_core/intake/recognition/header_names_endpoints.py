"""What clinicians call the columns about dates and endpoints.

Each column has one text for each language (English, Italian, French, German, Spanish, Dutch,
Polish), its names separated by semicolons, as people write them.
"""

from __future__ import annotations

from typing import Final

DATE_WORDS: Final = ("date; dt", "data", "date", "Datum", "fecha; f", "datum", "data")

DATE_SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "start_date": (
        "start; treatment start; start of treatment; start of therapy; therapy start; line start; "
        "start of line; regimen start; chemotherapy start; c1d1; first dose; day 1; "
        "start of chemotherapy; chemo start; trt start; started; beginning of treatment; "
        "treatment; first cycle; cycle 1 day 1",
        "inizio; inizio terapia; inizio trattamento; inizio chemioterapia; inizio linea; "
        "inizio CT; primo ciclo; avvio terapia; avvio trattamento; inizio chemio",
        "début; début traitement; début de la chimiothérapie; début de ligne; C1J1; première cure; "
        "début du traitement; premier cycle; début chimio",
        "Beginn; Therapiebeginn; Behandlungsbeginn; Start; Therapiestart; Beginn der Therapie; "
        "Beginn Chemotherapie; Beginn der Behandlung; Chemotherapiebeginn; erster Zyklus",
        "inicio; inicio tratamiento; inicio de la quimioterapia; inicio terapia; inicio de línea; "
        "primer ciclo; inicio QT",
        "start; start behandeling; start chemotherapie; begin behandeling; start therapie; "
        "begin therapie; startbehandeling; eerste kuur; start lijn",
        "rozpoczęcia; rozpoczęcia leczenia; początek leczenia; rozpoczęcia chemioterapii; "
        "początku leczenia; rozpoczęcia terapii; pierwszy cykl; start leczenia",
    ),
    "progression_date": (
        "progression; progressive disease; pd; recurrence; relapse; disease progression; "
        "first progression; progression or recurrence; recurrence or progression; "
        "progression or relapse; first recurrence; first relapse; local recurrence",
        "progressione; progressione di malattia; PD; recidiva; ripresa di malattia; ricaduta; "
        "prima progressione; progressione recidiva; progressione o recidiva; prima recidiva; PRO",
        "progression; récidive; rechute; évolution; progression de la maladie; "
        "première progression; progression récidive; progression ou récidive; première récidive",
        "Progression; Progress; Progredienz; Rezidiv; Rückfall; Krankheitsprogress; "
        "Progress oder Rezidiv; Progress Rezidiv; erster Progress; Tumorprogress; PD",
        "progresión; recaída; recidiva; progresión de la enfermedad; recurrencia; "
        "primera progresión; progresión o recaída; PE",
        "progressie; recidief; ziekteprogressie; terugval; eerste progressie; "
        "progressie of recidief; terugkeer",
        "progresji; progresja; nawrotu; nawrót; wznowa; wznowy; progresji choroby; "
        "progresja choroby; progresji lub nawrotu",
    ),
    "death_date": (
        "death; died; of death; dod; deceased",
        "morte; decesso; exitus; del decesso",
        "décès; mort; du décès; DCD",
        "Tod; Todes; verstorben; Exitus; Ableben",
        "muerte; fallecimiento; defunción; éxitus; exitus; óbito",
        "overlijden; dood; van overlijden; overleden",
        "zgon; zgonu; śmierć; śmierci",
    ),
    "last_followup_date": (
        "last follow-up; last contact; last follow up; last seen; last known alive; follow-up; fu; "
        "last visit; last news; last alive; last fu; lfu; end of follow-up; last known contact; "
        "last observation; last known status; last known follow-up",
        "ultimo follow-up; ultimo contatto; ultimo controllo; ultima visita; follow-up; ultimo FU; "
        "ultime notizie; fine follow-up; FU; ultima notizia; ultimo aggiornamento",
        "dernières nouvelles; dernier contact; dernier suivi; dernière visite; DDN contact; "
        "dernière nouvelle; fin de suivi; suivi; dernière consultation",
        "letzter Kontakt; letztes Follow-up; letzte Nachsorge; letzte Vorstellung; Follow-up; "
        "letzter Patientenkontakt; letztes FU; letzte Visite; letzte Information; Nachsorge; "
        "letzter Kontakt lebend; letzte Beobachtung",
        "último seguimiento; último contacto; última visita; último control; seguimiento; "
        "última consulta; última revisión; fin de seguimiento",
        "laatste follow-up; laatste contact; laatste controle; laatste bezoek; follow-up; "
        "einde follow-up; laatst gezien; laatste FU",
        "ostatniej wizyty; ostatni kontakt; ostatniego kontaktu; ostatnia wizyta; "
        "ostatniej obserwacji; ostatnia obserwacja; ostatni follow-up; koniec obserwacji",
    ),
}

DATES_IN_ONE_WORD: Final[dict[str, tuple[str, ...]]] = {
    "start_date": ("", "", "", "Startdatum; Anfangsdatum", "", "startdatum; begindatum", ""),
    "progression_date": (
        "",
        "",
        "",
        "Progressdatum; Rezidivdatum; Progressionsdatum",
        "",
        "progressiedatum; recidiefdatum",
        "",
    ),
    "death_date": (
        "dod; deathdate",
        "",
        "DDD",
        "Todesdatum; Sterbedatum; Todestag",
        "",
        "overlijdensdatum; sterfdatum",
        "",
    ),
    "last_followup_date": ("", "", "DDN", "Letztkontakt; FU-Datum", "FUS", "", ""),
}

ENDPOINTS: Final[dict[str, tuple[str, ...]]] = {
    "os": (
        "os; overall survival; survival; ost",
        "OS; sopravvivenza globale; sopravvivenza; sopravvivenza complessiva; SG",
        "OS; SG; survie globale; survie",
        "OS; Gesamtüberleben; Gesamtüberlebenszeit; Überlebenszeit; Überleben; ÜL; GÜ; OAS",
        "OS; SG; supervivencia global; supervivencia; sobrevida global; sobrevida",
        "OS; algehele overleving; totale overleving; overleving; overlevingsduur; overlevingstijd",
        "OS; przeżycie całkowite; przeżycie; całkowity czas przeżycia; czas przeżycia; "
        "czas przeżycia całkowitego; przeżycie ogólne",
    ),
    "pfs": (
        "pfs; progression free survival; progression-free; progressionfree survival",
        "PFS; SSP; SLP; sopravvivenza libera da progressione; sopravvivenza senza progressione",
        "PFS; SSP; survie sans progression",
        "PFS; PFÜ; progressionsfreies Überleben; progressionsfreie Überlebenszeit; "
        "progressionsfreie Zeit; progressfreies Überleben",
        "PFS; SLP; supervivencia libre de progresión; sobrevida libre de progresión",
        "PFS; PVO; progressievrije overleving; progressievrije tijd",
        "PFS; przeżycie wolne od progresji; czas wolny od progresji; czas przeżycia bez progresji; "
        "przeżycie bez progresji; czas przeżycia wolnego od progresji",
    ),
    "rfs": (
        "rfs; relapse free survival; recurrence free survival; dfs; disease free survival",
        "RFS; DFS; sopravvivenza libera da recidiva; sopravvivenza libera da malattia; SLR; SLM",
        "RFS; SSR; survie sans récidive; survie sans rechute; SSM; survie sans maladie",
        "RFS; DFS; RFÜ; rezidivfreies Überleben; krankheitsfreies Überleben; rezidivfreie Zeit; "
        "rückfallfreies Überleben",
        "RFS; SLR; SLE; supervivencia libre de recaída; supervivencia libre de enfermedad; "
        "supervivencia libre de recidiva; supervivencia libre de recurrencia",
        "RFS; DFS; recidiefvrije overleving; ziektevrije overleving",
        "RFS; DFS; przeżycie wolne od nawrotu; przeżycie wolne od choroby; czas wolny od nawrotu; "
        "przeżycie bez nawrotu",
    ),
}

TIME_WORDS: Final = (
    "months; time; duration; interval",
    "tempo; durata; intervallo",
    "délai; durée; temps",
    "Zeit; Dauer",
    "tiempo; duración",
    "tijd; duur",
    "czas",
)
EVENT_WORDS: Final = (
    "event; status; censor; censored; censoring; cnsr; cens; event indicator; indicator; flag; "
    "ev; state; evt",
    "evento; stato; status; censura; censurato; censurata; indicatore; cens",
    "événement; statut; censure; censuré; indicateur; évènement; status; état; evt",
    "Ereignis; Status; zensiert; Zensierung; Event; Zensur; Zens; Indikator",
    "evento; estado; censura; censurado; indicador; estatus; status",
    "gebeurtenis; status; gecensureerd; event; censurering; indicator",
    "zdarzenie; status; cenzurowanie; cenzurowany; cenzura; stan",
)

EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "os": (
        "death; dead; died; deceased; vital status; survival status; alive; alive or dead; "
        "dead or alive; death event; death status; patient status; living status; alive/dead; "
        "life status; mortality; alive status; status at last follow-up; dead at last follow-up; "
        "last known status; alive at last follow-up",
        "decesso; morte; deceduto; deceduta; morto; stato in vita; stato vitale; vivo/morto; "
        "vivo; in vita; exitus; evento morte; stato paziente; stato all'ultimo follow-up; "
        "evento decesso; vivo o morto",
        "décès; mort; décédé; statut vital; état vital; vivant; vivant/décédé; "
        "statut aux dernières nouvelles; évènement décès; vivant ou décédé; état aux DN",
        "Tod; verstorben; gestorben; Vitalstatus; lebt; Überlebensstatus; Exitus; lebend; "
        "Status letzter Kontakt; lebt/verstorben; lebend/tot; Lebensstatus",
        "muerte; fallecido; fallecida; estado vital; exitus; éxitus; vivo; vivo/muerto; "
        "estado del paciente; fallecimiento; estado último seguimiento; defunción; muerto",
        "overleden; dood; vitale status; in leven; overlijden; levend; levend/overleden; "
        "status laatste follow-up",
        "zgon; status życiowy; żyje; stan pacjenta; czy zgon; stan życia; status przeżycia; "
        "zmarł; żyje/zgon; śmierć",
    ),
    "pfs": (
        "progression; progressed; progression status; progression event; disease progression; "
        "progression or death; progressive disease",
        "progressione; progressione di malattia; evento progressione; progressione o morte; "
        "progredito; stato progressione",
        "progression; progression de la maladie; progression ou décès; évènement progression",
        "Progress; Progression; Progredienz; Progress oder Tod; Tumorprogress; Krankheitsprogress",
        "progresión; progresión de la enfermedad; progresión o muerte; progresó",
        "progressie; ziekteprogressie; progressie of overlijden",
        "progresja; progresja choroby; progresja lub zgon; czy progresja",
    ),
    "rfs": (
        "recurrence; relapse; relapsed; recurred; recurrence event; relapse event; "
        "recurrence status; relapse status; recurrence or death; disease recurrence",
        "recidiva; ricaduta; ripresa di malattia; recidivato; evento recidiva; recidiva o morte",
        "récidive; rechute; évènement récidive; récidive ou décès",
        "Rezidiv; Rückfall; Rezidiv oder Tod; Rezidivstatus",
        "recaída; recidiva; recurrencia; recaída o muerte",
        "recidief; terugval; recidief of overlijden; terugkeer ziekte",
        "nawrót; wznowa; nawrót choroby; nawrót lub zgon; czy nawrót",
    ),
}

TIMES: Final[dict[str, tuple[str, ...]]] = {
    "os": (
        "time to death; survival time; months of survival; time to death or last follow-up",
        "tempo al decesso; tempo di sopravvivenza; mesi di sopravvivenza; tempo alla morte",
        "délai décès; temps de survie; durée de survie",
        "Zeit bis Tod; Zeit bis zum Tod",
        "tiempo hasta muerte; tiempo de supervivencia",
        "tijd tot overlijden",
        "czas do zgonu",
    ),
    "pfs": (
        "time to progression or death",
        "tempo a progressione o morte",
        "délai progression ou décès",
        "Zeit bis Progress oder Tod",
        "tiempo hasta progresión o muerte",
        "tijd tot progressie of overlijden",
        "czas do progresji lub zgonu",
    ),
    "rfs": (
        "time to recurrence or death; time to relapse or death",
        "tempo a recidiva o morte",
        "délai récidive ou décès",
        "Zeit bis Rezidiv oder Tod",
        "tiempo hasta recaída o muerte",
        "tijd tot recidief of overlijden",
        "czas do nawrotu lub zgonu",
    ),
}
