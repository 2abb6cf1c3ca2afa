"""The endpoints, each described once: whatever the product knows of one is read here.

A new endpoint is one more entry. Header words are written as people write them, one text for each
language (English, Italian, French, German, Spanish, Dutch, Polish), names separated by semicolons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointWords:
    """What clinicians call the columns of an endpoint.

    Parameters
    ----------
    names : tuple of str
        The endpoint itself, one text for each language.
    events, times : tuple of str
        Names of the event and of the time that do not hold the endpoint's own.
    unsure_events, unsure_times : str
        Names, in any language, that may mean something else.
    """

    names: tuple[str, ...]
    events: tuple[str, ...]
    times: tuple[str, ...]
    unsure_events: str = ""
    unsure_times: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One time-to-event endpoint.

    Parameters
    ----------
    name : str
        Its columns are called ``<name>_months`` and ``<name>_event``.
    label, short : str
        In full, and as its usual abbreviation.
    event : str
        What counts as the event.
    word : str
        The event in one word, where it is not a death.
    extent : str or None
        The disease extent in which it is defined; ``None`` for all.
    origin : str
        What month 0 is.
    dates : tuple of str
        Columns with the dates of the event, the first to be taken first; empty where dates do not
        give it, as where a change of therapy is an event.
    counts_death : bool
        Whether death is an event.
    abbreviations : tuple of str
        What column headers call it: its own, and that of an endpoint taken for it.
    adam : tuple of tuple of str
        Parameter codes of CDISC ADaM that are it with certainty, the preferred rank first.
    cbioportal : mapping of str to str
        Headers of cBioPortal's website, with those of a study's files.
    words : EndpointWords or None
        ``None`` where no sheet holds it, because it is worked out from others.
    """

    name: str
    label: str
    short: str
    event: str
    word: str
    extent: str | None = None
    origin: str = "day 1 of cycle 1"
    dates: tuple[str, ...] = ()
    counts_death: bool = True
    abbreviations: tuple[str, ...] = ()
    adam: tuple[tuple[str, ...], ...] = ()
    cbioportal: Mapping[str, str] = field(default_factory=dict)
    words: EndpointWords | None = None

    @property
    def months_column(self) -> str:
        """Column with the times."""
        return f"{self.name}_months"

    @property
    def event_column(self) -> str:
        """Column with the event indicators."""
        return f"{self.name}_event"

    @property
    def columns(self) -> tuple[str, str]:
        """Both columns."""
        return self.months_column, self.event_column

    @property
    def is_death_alone(self) -> bool:
        """Whether death is the only event: of every patient there is one such time, not more."""
        return self.dates == ("death_date",)

    @property
    def censored(self) -> str:
        """What is known of a case without the event."""
        if self.is_death_alone:
            return "alive at last follow-up"
        return f"no {self.word} when last assessed"


_PFS_WORDS: Final = EndpointWords(
    names=(
        "pfs; progression free survival; progression-free; progressionfree survival",
        "PFS; SSP; SLP; sopravvivenza libera da progressione; sopravvivenza senza progressione; "
        "intervallo libero da progressione; tempo libero da progressione",
        "PFS; SSP; survie sans progression; intervalle sans progression; durée sans progression",
        "PFS; PFÜ; progressionsfreies Überleben; progressionsfreie Überlebenszeit; "
        "progressionsfreie Zeit; progressfreies Überleben; progressionsfreies Intervall",
        "PFS; SLP; supervivencia libre de progresión; sobrevida libre de progresión; "
        "intervalo libre de progresión; tiempo libre de progresión",
        "PFS; PVO; progressievrije overleving; progressievrije tijd; progressievrij interval",
        "PFS; przeżycie wolne od progresji; czas wolny od progresji; czas przeżycia bez progresji; "
        "przeżycie bez progresji; czas przeżycia wolnego od progresji",
    ),
    events=(
        "progression; progressed; progression status; progression event; disease progression; "
        "progression or death; progressive disease; pd; prog",
        "progressione; progressione di malattia; evento progressione; progressione o morte; "
        "progredito; stato progressione; progressione o decesso",
        "progression; progression de la maladie; progression ou décès; évènement progression",
        "Progress; Progression; Progredienz; Progress oder Tod; Tumorprogress; Krankheitsprogress",
        "progresión; progresión de la enfermedad; progresión o muerte; progresó",
        "progressie; ziekteprogressie; progressie of overlijden",
        "progresja; progresja choroby; progresja lub zgon; czy progresja",
    ),
    times=(
        "time to progression or death",
        "tempo a progressione o morte",
        "délai progression ou décès",
        "Zeit bis Progress oder Tod",
        "tiempo hasta progresión o muerte",
        "tijd tot progressie of overlijden",
        "czas do progresji lub zgonu",
    ),
    unsure_times=(
        "time to progression; TTP; tempo alla progressione; délai de progression; "
        "Zeit bis Progress; tiempo hasta progresión; tijd tot progressie; czas do progresji; "
        "months to progression; mesi a progressione; mesi alla progressione; mois progression; "
        "Monate bis Progress; meses a progresión; maanden tot progressie; miesiące do progresji"
    ),
)

_PFS: Final = Endpoint(
    name="pfs",
    short="PFS",
    label="Progression-free survival",
    event="progression or death",
    word="progression",
    extent="advanced",
    dates=("progression_date", "death_date"),
    abbreviations=("PFS",),
    adam=(("PFS",), ("PFSINV", "PFSI", "PFSIRC", "PFSIRF", "PFSBICR")),
    cbioportal={
        "Progress Free Survival (Months)": "PFS_MONTHS",
        "Progression Free Status": "PFS_STATUS",
    },
    words=_PFS_WORDS,
)

_RFS_WORDS: Final = EndpointWords(
    names=(
        "rfs; relapse free survival; recurrence free survival; dfs; disease free survival",
        "RFS; DFS; sopravvivenza libera da recidiva; sopravvivenza libera da malattia; SLR; SLM",
        "RFS; SSR; survie sans récidive; survie sans rechute; SSM; survie sans maladie",
        "RFS; DFS; RFÜ; rezidivfreies Überleben; krankheitsfreies Überleben; rezidivfreie Zeit; "
        "rückfallfreies Überleben",
        "RFS; SLR; SLE; supervivencia libre de recaída; supervivencia libre de enfermedad; "
        "supervivencia libre de recidiva; supervivencia libre de recurrencia",
        "RFS; DFS; recidiefvrije overleving; ziektevrije overleving",
        "RFS; DFS; przeżycie wolne od nawrotu; przeżycie wolne od choroby; czas wolny od nawrotu; "
        "przeżycie bez nawrotu; czas wolny od wznowy; przeżycie wolne od wznowy",
    ),
    events=(
        "recurrence; relapse; relapsed; recurred; recurrence event; relapse event; "
        "recurrence status; relapse status; recurrence or death; disease recurrence",
        "recidiva; ricaduta; ripresa di malattia; recidivato; evento recidiva; recidiva o morte",
        "récidive; rechute; évènement récidive; récidive ou décès",
        "Rezidiv; Rückfall; Rezidiv oder Tod; Rezidivstatus",
        "recaída; recidiva; recurrencia; recaída o muerte",
        "recidief; terugval; recidief of overlijden; terugkeer ziekte",
        "nawrót; wznowa; nawrót choroby; nawrót lub zgon; czy nawrót",
    ),
    times=(
        "time to recurrence or death; time to relapse or death",
        "tempo a recidiva o morte",
        "délai récidive ou décès",
        "Zeit bis Rezidiv oder Tod",
        "tiempo hasta recaída o muerte",
        "tijd tot recidief of overlijden",
        "czas do nawrotu lub zgonu",
    ),
    unsure_times=(
        "time to recurrence; time to relapse; TTR; EFS months; tempo alla recidiva; "
        "délai de récidive; Zeit bis Rezidiv; tiempo hasta recaída; tijd tot recidief; "
        "czas do nawrotu"
    ),
)

_RFS: Final = Endpoint(
    name="rfs",
    short="RFS",
    label="Relapse-free survival",
    event="recurrence or death",
    word="recurrence",
    extent="localized",
    dates=("progression_date", "death_date"),
    abbreviations=("RFS", "DFS"),
    adam=(("RFS", "DFS"),),
    cbioportal={"Disease Free (Months)": "DFS_MONTHS", "Disease Free Status": "DFS_STATUS"},
    words=_RFS_WORDS,
)

_OS_WORDS: Final = EndpointWords(
    names=(
        "os; overall survival; survival; ost",
        "OS; sopravvivenza globale; sopravvivenza; sopravvivenza complessiva; SG",
        "OS; SG; survie globale; survie",
        "OS; Gesamtüberleben; Gesamtüberlebenszeit; Überlebenszeit; Überleben; ÜL; GÜ; OAS",
        "OS; SG; supervivencia global; supervivencia; sobrevida global; sobrevida",
        "OS; algehele overleving; totale overleving; overleving; overlevingsduur; overlevingstijd",
        "OS; przeżycie całkowite; przeżycie; całkowity czas przeżycia; czas przeżycia; "
        "czas przeżycia całkowitego; przeżycie ogólne",
    ),
    events=(
        "death; dead; died; deceased; vital status; survival status; alive; alive or dead; "
        "dead or alive; death event; death status; patient status; living status; alive/dead; "
        "life status; mortality; alive status; status at last follow-up; dead at last follow-up; "
        "last known status; alive at last follow-up; alive at last contact; survived; survivor; "
        "alive at last visit; still alive",
        "decesso; morte; deceduto; deceduta; morto; stato in vita; stato vitale; vivo/morto; "
        "vivo; in vita; exitus; evento morte; stato paziente; stato all'ultimo follow-up; "
        "evento decesso; vivo o morto; stato all'ultimo contatto",
        "décès; mort; décédé; statut vital; état vital; vivant; vivant/décédé; "
        "statut aux dernières nouvelles; évènement décès; vivant ou décédé; état aux DN; DCD; "
        "état aux dernières nouvelles; en vie; toujours en vie",
        "Tod; verstorben; gestorben; Vitalstatus; lebt; Überlebensstatus; Exitus; lebend; "
        "Exitus letalis; Status letzter Kontakt; Status bei letztem Kontakt; lebt/verstorben; "
        "lebend/tot; "
        "Lebensstatus; am Leben; noch am Leben; überlebt",
        "muerte; fallecido; fallecida; estado vital; exitus; éxitus; vivo; vivo/muerto; "
        "estado del paciente; fallecimiento; estado último seguimiento; defunción; muerto; "
        "murió; falleció; "
        "estado en el último contacto; estado en el último seguimiento; con vida; sigue vivo",
        "overleden; dood; vitale status; in leven; overlijden; levend; levend/overleden; "
        "status laatste follow-up; status bij laatste contact",
        "zgon; status życiowy; żyje; stan pacjenta; czy zgon; stan życia; status przeżycia; "
        "zmarł; żyje/zgon; śmierć; stan w dniu ostatniego kontaktu",
    ),
    times=(
        "time to death; survival time; months of survival; time to death or last follow-up",
        "tempo al decesso; tempo di sopravvivenza; mesi di sopravvivenza; tempo alla morte",
        "délai décès; temps de survie; durée de survie",
        "Zeit bis Tod; Zeit bis zum Tod",
        "tiempo hasta muerte; tiempo de supervivencia",
        "tijd tot overlijden",
        "czas do zgonu",
    ),
    unsure_events=(
        "status; stato; statut; estado; stan; outcome; esito; exitus; event; evento; "
        "Ereignis; événement; zdarzenie; follow-up status; state; état; uitkomst; wynik końcowy"
    ),
    unsure_times=(
        "follow-up months; follow-up time; follow-up; mesi di follow-up; durée de suivi; "
        "Nachbeobachtungszeit; tiempo de seguimiento; follow-up duur; czas obserwacji; suivi; "
        "durata follow-up; Beobachtungszeit; seguimiento; Nachbeobachtung; obserwacja; "
        "okres obserwacji; observation time; periodo di osservazione; observatie"
    ),
)

_OS: Final = Endpoint(
    name="os",
    short="OS",
    label="Overall survival",
    event="death of any cause",
    word="death",
    dates=("death_date",),
    abbreviations=("OS",),
    adam=(("OS",),),
    cbioportal={"Overall Survival (Months)": "OS_MONTHS", "Overall Survival Status": "OS_STATUS"},
    words=_OS_WORDS,
)

_ALL: Final = (_PFS, _RFS, _OS)

ENDPOINTS: Final[Mapping[str, Endpoint]] = {end.name: end for end in _ALL}
"""By name, in the order in which they are offered."""

ENDPOINT_NAMES: Final = tuple(
    sorted(ENDPOINTS, key=lambda name: ENDPOINTS[name].extent is not None)
)
"""Those defined in all disease first: the order in which cases are counted and checked."""

ENDPOINT_OF_COLUMN: Final = {
    column: ENDPOINTS[name] for name in ENDPOINT_NAMES for column in ENDPOINTS[name].columns
}

MAIN_ENDPOINTS: Final = {
    extent: next(end for end in _ALL if end.extent == extent)
    for extent in ("advanced", "localized")
}
"""By extent of disease, the endpoint that a line's bar shows and that ends its response."""

MAIN_SHORTS: Final = tuple(end.short for end in MAIN_ENDPOINTS.values())
