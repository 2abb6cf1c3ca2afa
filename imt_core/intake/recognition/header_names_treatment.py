"""What clinicians call the columns about treatment.

Each column has one text for each language (English, Italian, French, German, Spanish, Dutch,
Polish), its names separated by semicolons, as people write them.
"""

from __future__ import annotations

from typing import Final

TREATMENT_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "regimen_group": (
        "regimen group; treatment group; regimen class; chemotherapy group; chemotherapy class; "
        "type of chemotherapy; chemotherapy type; treatment type; drug class; treatment category; "
        "regimen category; therapy group; regimen type; therapy type; type of treatment",
        "gruppo di regime; gruppo regime; tipo di chemioterapia; tipo di terapia; "
        "gruppo di trattamento; classe di farmaci; tipo chemio; gruppo schema; tipo di trattamento",
        "groupe de protocole; type de chimiothérapie; groupe de traitement; type de traitement; "
        "classe thérapeutique; type de protocole",
        "Therapiegruppe; Regimegruppe; Art der Chemotherapie; Behandlungsgruppe; Therapieart; "
        "Chemotherapiegruppe; Substanzklasse; Schemagruppe; Art der Therapie",
        "grupo de régimen; tipo de quimioterapia; grupo de tratamiento; tipo de tratamiento; "
        "grupo de esquema; clase de fármaco",
        "regimegroep; behandelgroep; type chemotherapie; soort chemotherapie; schemagroep; "
        "soort behandeling; type behandeling",
        "grupa schematu; rodzaj chemioterapii; grupa leczenia; typ chemioterapii; "
        "rodzaj leczenia; typ leczenia",
    ),
    "regimen": (
        "regimen; chemotherapy; chemotherapy regimen; treatment; drugs; drug; therapy; protocol; "
        "systemic therapy; treatment regimen; agent; agents; chemo; drug name; drugs given; "
        "treatment given; treatment name; schedule; systemic treatment; regimen name",
        "regime; schema; schema di chemioterapia; chemioterapia; terapia; trattamento; farmaci; "
        "farmaco; schema terapeutico; protocollo; chemio; CT; schema CT; terapia sistemica; "
        "schema di trattamento",
        "protocole; chimiothérapie; traitement; schéma; schéma thérapeutique; médicaments; "
        "molécules; molécule; protocole de chimiothérapie; traitement systémique; chimio",
        "Schema; Chemotherapie; Therapieschema; Regime; Therapie; Protokoll; Medikamente; "
        "Chemotherapieschema; Behandlung; Chemoschema; Systemtherapie; Substanzen",
        "esquema; régimen; quimioterapia; tratamiento; fármacos; esquema de quimioterapia; "
        "protocolo; medicamentos; esquema terapéutico; tratamiento sistémico; fármaco",
        "regime; schema; chemotherapie; behandeling; middelen; chemotherapieschema; therapie; "
        "behandelschema; medicatie; protocol; chemokuur; systemische therapie",
        "schemat; chemioterapia; leczenie; schemat leczenia; leki; schemat chemioterapii; terapia; "
        "protokół; lek; leczenie systemowe",
    ),
    "line_number": (
        "line number; line; line of therapy; line of treatment; treatment line; therapy line; lot; "
        "line no; chemotherapy line; treatment line number; regimen number; line of chemotherapy",
        "linea; linea di terapia; linea di trattamento; numero linea; linea terapeutica; "
        "linea di chemioterapia; n linea; linea CT",
        "ligne; ligne de traitement; numéro de ligne; ligne thérapeutique; "
        "ligne de chimiothérapie; n° ligne",
        "Linie; Therapielinie; Liniennummer; Behandlungslinie; Nummer der Therapielinie",
        "línea; línea de tratamiento; número de línea; línea terapéutica; línea de terapia; "
        "línea de quimioterapia; nº línea",
        "lijn; behandellijn; lijnnummer; therapielijn; nummer behandellijn; lijn van behandeling",
        "linia; linia leczenia; numer linii; nr linii; linia terapii; linia chemioterapii",
    ),
    "prior_lines": (
        "prior lines; previous lines; number of prior lines; number of previous lines; "
        "prior therapies; prior systemic lines; n prior lines; prior treatments; "
        "number of prior therapies; prior lines of therapy; previous treatments",
        "linee precedenti; numero linee precedenti; linee pregresse; precedenti linee; "
        "trattamenti precedenti; terapie precedenti",
        "lignes antérieures; nombre de lignes antérieures; lignes précédentes; "
        "traitements antérieurs; nombre de lignes précédentes",
        "Vortherapien; Anzahl Vortherapien; vorherige Linien; Anzahl vorheriger Linien; Vorlinien; "
        "vorangegangene Linien; frühere Therapielinien",
        "líneas previas; número de líneas previas; tratamientos previos; líneas anteriores; "
        "nº líneas previas",
        "eerdere lijnen; aantal eerdere lijnen; voorgaande lijnen; eerdere behandelingen; "
        "aantal voorgaande lijnen",
        "wcześniejsze linie; liczba wcześniejszych linii; poprzednie linie; wcześniejsze leczenie; "
        "liczba poprzednich linii",
    ),
    "total_lines": (
        "total lines; number of lines; lines of therapy; total number of lines; "
        "lines of treatment; n lines; number of treatment lines; total lines of therapy; "
        "number of lines of therapy",
        "linee totali; n linee totali; numero di linee; numero totale linee; n linee; "
        "totale linee; "
        "numero linee di terapia",
        "nombre de lignes; nombre total de lignes; lignes totales; total lignes",
        "Anzahl Linien; Anzahl Therapielinien; Gesamtzahl Linien; Anzahl der Linien; "
        "Gesamtzahl der Therapielinien; Linien gesamt",
        "número de líneas; líneas totales; total de líneas; nº de líneas; número total de líneas",
        "aantal lijnen; totaal aantal lijnen; aantal behandellijnen; totaal lijnen",
        "liczba linii; całkowita liczba linii; liczba linii leczenia; suma linii",
    ),
    "cycles": (
        "cycles; number of cycles; n cycles; cycle number; cycles received; no of cycles; courses; "
        "number of courses; total cycles; cycles given; chemotherapy cycles; num cycles; ncycles",
        "cicli; numero cicli; numero di cicli; n cicli; cicli ricevuti; cicli somministrati; "
        "cicli di chemioterapia",
        "cycles; nombre de cycles; nombre de cures; cures; nb cycles; nb cures; cycles reçus",
        "Zyklen; Anzahl Zyklen; Zykluszahl; Anzahl der Zyklen; Zyklenzahl; Kurse; Anzahl Kurse",
        "ciclos; número de ciclos; nº ciclos; ciclos recibidos; ciclos administrados",
        "cycli; aantal cycli; kuren; aantal kuren; aantal cycli gegeven",
        "cykle; liczba cykli; liczba kursów; kursy; liczba podanych cykli",
    ),
    "treatment_months": (
        "treatment months; treatment duration; duration of treatment; time on treatment; "
        "therapy duration; time on therapy; dot; ttd; time to treatment discontinuation; "
        "duration of therapy; length of treatment; duration on treatment; chemotherapy duration",
        "durata trattamento; durata terapia; durata del trattamento; tempo in trattamento; "
        "durata chemioterapia; mesi di trattamento; mesi di terapia",
        "durée traitement; durée du traitement; durée de la chimiothérapie; durée de traitement",
        "Therapiedauer; Behandlungsdauer; Dauer der Therapie; Dauer der Behandlung; "
        "Dauer Chemotherapie",
        "duración tratamiento; duración del tratamiento; duración de la terapia; "
        "tiempo en tratamiento; meses de tratamiento",
        "behandelduur; duur behandeling; duur van de behandeling; therapieduur; behandelingsduur",
        "czas leczenia; czas trwania leczenia; długość leczenia; czas terapii",
    ),
    "stop_reason": (
        "stop reason; reason for stopping; reason for discontinuation; discontinuation reason; "
        "reason stopped; reason for stop; end of treatment reason; reason off treatment; "
        "reason for end of treatment; reason treatment stopped; reason for treatment end; dcsreas; "
        "dcreascd; reason for stopping treatment; reason treatment ended",
        "motivo sospensione; motivo interruzione; motivo fine trattamento; causa interruzione; "
        "motivo stop; motivo di fine terapia; motivo sospensione terapia; causa sospensione",
        "raison arrêt; motif arrêt; motif d'arrêt du traitement; raison d'arrêt; "
        "cause d'arrêt; motif de fin de traitement; raison d'arrêt du traitement",
        "Abbruchgrund; Grund Therapieende; Grund für Therapieende; Grund für Abbruch; "
        "Grund Absetzen; Grund Therapieabbruch; Grund des Therapieendes; Beendigungsgrund",
        "motivo suspensión; motivo fin tratamiento; causa de suspensión; motivo de interrupción; "
        "motivo de retirada; causa fin tratamiento; motivo discontinuación",
        "reden stop; reden stoppen; reden einde behandeling; stopreden; reden staken; "
        "reden van stoppen; reden staken behandeling",
        "powód zakończenia; przyczyna zakończenia leczenia; powód przerwania; "
        "powód zakończenia leczenia; przyczyna przerwania leczenia; przyczyna zakończenia",
    ),
    "later_alk_inhibitor": (
        "later alk inhibitor; alk inhibitor; alki; alk tki; subsequent alk inhibitor; "
        "post alk inhibitor; alk inhibitor after; later alki; alk inhibitor later; "
        "subsequent alk tki; subsequent crizotinib; later crizotinib; received alk inhibitor; "
        "alk inhibitor given",
        "inibitore ALK; inibitore di ALK; successivo inibitore ALK; ALK inibitore; TKI ALK; "
        "inibitore ALK successivo; ALK inibitore successivo",
        "inhibiteur ALK; inhibiteur d'ALK; inhibiteur ALK ultérieur; TKI ALK; "
        "inhibiteur de ALK ultérieur",
        "ALK-Inhibitor; späterer ALK-Inhibitor; ALK-TKI; ALK-Hemmer; ALK-Inhibitor später; "
        "nachfolgender ALK-Inhibitor",
        "inhibidor ALK; inhibidor de ALK; inhibidor ALK posterior; TKI ALK; "
        "inhibidor de ALK posterior",
        "ALK-remmer; latere ALK-remmer; ALK-TKI; ALK-inhibitor; ALK-remmer later",
        "inhibitor ALK; późniejszy inhibitor ALK; TKI ALK; inhibitor ALK po leczeniu",
    ),
    "later_alk_inhibitor_months": (
        "later alk inhibitor months; alk inhibitor months; time to alk inhibitor; "
        "months to alk inhibitor; alki months; later alki months; time to later alk inhibitor; "
        "alk inhibitor time",
        "tempo a inibitore ALK; mesi a inibitore ALK; tempo all'inibitore ALK; mesi inibitore ALK",
        "délai inhibiteur ALK; délai jusqu'à inhibiteur ALK; mois inhibiteur ALK",
        "Zeit bis ALK-Inhibitor; Monate bis ALK-Inhibitor; Zeit bis zum ALK-Inhibitor",
        "tiempo hasta inhibidor ALK; meses hasta inhibidor ALK; tiempo a inhibidor ALK",
        "tijd tot ALK-remmer; maanden tot ALK-remmer; tijd tot ALK-inhibitor",
        "czas do inhibitora ALK; miesiące do inhibitora ALK",
    ),
    "start_months": (
        "start months; months from first line; months since first line; line start months; "
        "time from first line; months since start of first line; time since first line",
        "mesi dalla prima linea; mesi dall'inizio della prima linea; tempo dalla prima linea",
        "mois depuis la première ligne; délai depuis la première ligne",
        "Monate seit Erstlinie; Monate seit der ersten Linie; Zeit seit Erstlinie",
        "meses desde la primera línea; tiempo desde la primera línea",
        "maanden sinds eerste lijn; tijd sinds eerste lijn",
        "miesiące od pierwszej linii; czas od pierwszej linii",
    ),
}
