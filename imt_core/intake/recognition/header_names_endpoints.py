"""What clinicians call the columns about dates, and times and events of endpoints in general.

Each has one text for each language (English, Italian, French, German, Spanish, Dutch,
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
        "treatment; first cycle; 1st cycle; cycle 1 day 1",
        "inizio; inizio terapia; inizio trattamento; inizio chemioterapia; inizio linea; "
        "inizio CT; primo ciclo; 1 ciclo; avvio terapia; avvio trattamento; inizio chemio",
        "début; début traitement; début de la chimiothérapie; début de ligne; C1J1; première cure; "
        "début du traitement; premier cycle; 1er cycle; 1re cure; début chimio",
        "Beginn; Therapiebeginn; Behandlungsbeginn; Start; Therapiestart; Beginn der Therapie; "
        "Beginn Chemotherapie; Beginn der Behandlung; Chemotherapiebeginn; erster Zyklus; "
        "1. Zyklus",
        "inicio; inicio tratamiento; inicio de la quimioterapia; inicio terapia; inicio de línea; "
        "primer ciclo; 1er ciclo; inicio QT",
        "start; start behandeling; start chemotherapie; begin behandeling; start therapie; "
        "begin therapie; startbehandeling; eerste kuur; 1e kuur; start lijn",
        "rozpoczęcia; rozpoczęcia leczenia; początek leczenia; rozpoczęcia chemioterapii; "
        "początku leczenia; rozpoczęcia terapii; pierwszy cykl; start leczenia; "
        "początek chemioterapii; początek terapii; 1. cykl",
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
        "morte; decesso; exitus; del decesso; deceduto; deceduta; morto; morta",
        "décès; mort; du décès; DCD; décédé; décédée",
        "Tod; Todes; verstorben; gestorben; Exitus; Ableben",
        "muerte; fallecimiento; defunción; éxitus; exitus; óbito; fallecido; fallecida; "
        "murió; falleció",
        "overlijden; dood; van overlijden; overleden",
        "zgon; zgonu; śmierć; śmierci; zmarł; zmarła",
    ),
    "last_followup_date": (
        "last follow-up; last contact; last follow up; last seen; last known alive; follow-up; fu; "
        "last visit; last news; last alive; last fu; lfu; end of follow-up; last known contact; "
        "last observation; last known status; last known follow-up; censoring; censor; "
        "data cut-off; cut-off; cutoff; last assessment",
        "ultimo follow-up; ultimo contatto; ultimo controllo; ultima visita; follow-up; ultimo FU; "
        "ultime notizie; fine follow-up; FU; ultima notizia; ultimo aggiornamento; censura; "
        "ultima valutazione",
        "dernières nouvelles; dernier contact; dernier suivi; dernière visite; DDN contact; "
        "dernière nouvelle; fin de suivi; suivi; dernière consultation; point; de point; censure; "
        "dernière évaluation",
        "letzter Kontakt; letztes Follow-up; letzte Nachsorge; letzte Vorstellung; Follow-up; "
        "letzter Patientenkontakt; letztes FU; letzte Visite; letzte Information; Nachsorge; "
        "letzter Kontakt lebend; letzte Beobachtung; letzte Info; letzte Nachricht; letzter Stand; "
        "Zensierung; Datenschnitt; Stichtag",
        "último seguimiento; último contacto; última visita; último control; seguimiento; "
        "última consulta; última revisión; fin de seguimiento; censura; de corte; última noticia",
        "laatste follow-up; laatste contact; laatste controle; laatste bezoek; follow-up; "
        "einde follow-up; laatst gezien; laatste FU; peildatum; censurering; laatste bericht",
        "ostatniej wizyty; ostatni kontakt; ostatniego kontaktu; ostatnia wizyta; "
        "ostatniej obserwacji; ostatnia obserwacja; ostatni follow-up; koniec obserwacji; "
        "cenzurowania; ostatniej informacji; ostatnia kontrola; ostatniej kontroli",
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
    "evento; stato; status; censura; censurato; censurata; indicatore; cens; ev",
    "événement; statut; censure; censuré; indicateur; évènement; status; état; evt; évén; ev",
    "Ereignis; Status; zensiert; Zensierung; Event; Zensur; Zens; Indikator; Ereig; Ev",
    "evento; estado; censura; censurado; indicador; estatus; status; ev",
    "gebeurtenis; status; gecensureerd; event; censurering; indicator",
    "zdarzenie; status; cenzurowanie; cenzurowany; cenzura; stan; zdarz",
)
