"""What clinicians call the columns about the patient, the tumour and its response.

Each column has one text for each language (English, Italian, French, German, Spanish, Dutch,
Polish), its names separated by semicolons, as people write them.
"""

from __future__ import annotations

from typing import Final

PATIENT_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "patient_id": (
        "patient id; patient; patient identifier; patient number; patient no; patient code; pt; "
        "pt id; pt no; pat id; patid; subject id; subject; subject number; case; case id; "
        "case number; case no; study id; id; identifier; pseudonym; unique id; participant id; "
        "participant; patient key; patients; case submitter id; submitter id; "
        "bcr patient barcode; patient barcode",
        "paziente; id paziente; codice paziente; numero paziente; paz; id paz; pz; id pz; "
        "n paziente; codice; codice caso; caso; identificativo; identificativo paziente; pazienti",
        "patient; id patient; numéro patient; code patient; identifiant; identifiant patient; "
        "n° patient; num patient; sujet; patient n°; numéro d'inclusion; cas",
        "Patient; Patienten-ID; Patientennummer; Patienten-Nr; Pat-Nr; Pat-ID; PatNr; Pat; "
        "Pseudonym; Patientin; Patient/in; Patientencode; Fall; Fall-ID; Studiennummer",
        "paciente; id paciente; número de paciente; código paciente; código; nº paciente; caso; "
        "identificador; identificador del paciente; n paciente",
        "patiënt; patiëntnummer; patiënt id; patiëntcode; patientnr; studienummer; pseudoniem; "
        "deelnemer; casusnummer",
        "pacjent; id pacjenta; numer pacjenta; nr pacjenta; kod pacjenta; pacjentka; "
        "identyfikator; identyfikator pacjenta; przypadek; lp",
    ),
    "sex": (
        "sex; gender; sex at birth; m/f; patient sex; biological sex; male/female",
        "sesso; genere; m/f; sesso biologico",
        "sexe; genre; h/f",
        "Geschlecht; m/w; w/m; Geschl",
        "sexo; género; h/m; v/m",
        "geslacht; m/v; sekse",
        "płeć; k/m",
    ),
    "age_years": (
        "age; age at diagnosis; age at start; age at treatment; age at treatment start; "
        "patient age; age at first line; age at enrolment; age at baseline; diagnosis age; "
        "age at line start; age at study entry; age years",
        "età; età alla diagnosi; età inizio terapia; età paziente; età inizio trattamento; "
        "età inizio",
        "âge; âge au diagnostic; âge début traitement; âge à l'inclusion; âge au début",
        "Alter; Alter bei Diagnose; Alter bei Erstdiagnose; Alter bei Therapiebeginn; Lebensalter; "
        "Alter ED; Patientenalter; Alter bei Beginn",
        "edad; edad al diagnóstico; edad inicio tratamiento; edad al inicio",
        "leeftijd; leeftijd bij diagnose; leeftijd bij start; leeftijd start behandeling",
        "wiek; wiek w chwili rozpoznania; wiek przy rozpoznaniu; wiek rozpoczęcia leczenia; "
        "wiek w chwili rozpoczęcia",
    ),
    "primary_site": (
        "primary site; primary tumour site; primary tumor site; tumour site; tumor site; "
        "site of primary; site of origin; primary location; tumour location; tumor location; "
        "primary tumour; primary tumor; anatomic site; location of primary; primary localization; "
        "disease site; localization; tumour origin; site of disease; primary",
        "sede primaria; sede primitiva; sede tumore primitivo; sede del tumore; sede; "
        "sede di origine; sede di insorgenza; localizzazione; localizzazione primaria; "
        "tumore primitivo; sede anatomica; sede di malattia; primitivo",
        "site primitif; localisation primitive; localisation; localisation tumorale; "
        "tumeur primitive; site tumoral; siège primitif; siège de la tumeur; localisation primaire",
        "Primärlokalisation; Primärtumor; Lokalisation; Tumorlokalisation; Primärsitz; "
        "Lokalisation Primärtumor; Tumorsitz; Primärtumorlokalisation; Ursprungsort",
        "localización primaria; sitio primario; localización; localización del tumor; "
        "tumor primario; localización tumoral; sitio del tumor; primario; localización primario",
        "primaire lokalisatie; lokalisatie; primaire tumor; tumorlokalisatie; plaats van tumor; "
        "lokalisatie primaire tumor; locatie; primaire locatie",
        "lokalizacja pierwotna; lokalizacja; lokalizacja guza; ognisko pierwotne; umiejscowienie; "
        "lokalizacja guza pierwotnego; guz pierwotny",
    ),
    "alk_status": (
        "alk status; alk; alk result; alk rearrangement; alk expression; alk positivity; "
        "alk fusion; alk positive; alk gene status; alk pos neg",
        "stato ALK; ALK; riarrangiamento ALK; espressione ALK; risultato ALK; positività ALK",
        "statut ALK; ALK; réarrangement ALK; expression ALK; résultat ALK",
        "ALK-Status; ALK; ALK-Rearrangement; ALK-Expression; ALK-Translokation; ALK-Ergebnis",
        "estado ALK; ALK; reordenamiento ALK; estatus ALK; expresión ALK; resultado ALK",
        "ALK-status; ALK; ALK-herschikking; ALK-expressie; ALK-resultaat; ALK-translocatie",
        "status ALK; ALK; rearanżacja ALK; ekspresja ALK; wynik ALK",
    ),
    "alk_method": (
        "alk method; alk assay; alk test; alk test method; method of alk testing; alk technique; "
        "alk testing; alk detection method",
        "metodica ALK; metodo ALK; test ALK; tecnica ALK",
        "méthode ALK; technique ALK; test ALK; méthode de détection ALK",
        "ALK-Methode; ALK-Nachweis; ALK-Test; ALK-Testmethode; ALK-Nachweismethode",
        "método ALK; técnica ALK; prueba ALK; test ALK",
        "ALK-methode; ALK-test; ALK-bepaling; ALK-techniek; methode ALK-bepaling",
        "metoda ALK; test ALK; metoda oznaczenia ALK; badanie ALK",
    ),
    "stage": (
        "stage; disease stage; stage at diagnosis; tumour stage; tumor stage; extent of disease; "
        "disease extent; stage at start; clinical stage; disease status at baseline; staging; "
        "stage at treatment start; extent",
        "stadio; stadio di malattia; stadiazione; estensione di malattia; stadio alla diagnosi; "
        "stadio clinico; estensione; stadio inizio trattamento",
        "stade; stade de la maladie; stade au diagnostic; extension; extension de la maladie; "
        "stade clinique; stade tumoral",
        "Stadium; Tumorstadium; Krankheitsstadium; Stadium bei Diagnose; Ausbreitung; "
        "Stadium bei Therapiebeginn; klinisches Stadium; Tumorausbreitung",
        "estadio; estadio de la enfermedad; estadificación; extensión de la enfermedad; etapa; "
        "estadio al diagnóstico; estadío; extensión; estadio clínico",
        "stadium; ziektestadium; stadium bij diagnose; uitgebreidheid; tumorstadium; stadiëring",
        "stadium; stopień zaawansowania; stadium choroby; zaawansowanie; "
        "stopień zaawansowania klinicznego; stadium zaawansowania; zaawansowanie choroby",
    ),
    "best_response": (
        "best response; best overall response; response; bor; recist response; tumour response; "
        "tumor response; objective response; recist; best recist response; radiological response; "
        "response to treatment; response to therapy; overall response; best objective response",
        "risposta migliore; migliore risposta; miglior risposta; risposta; risposta RECIST; "
        "risposta obiettiva; risposta al trattamento; risposta alla terapia; "
        "miglior risposta globale; risposta radiologica",
        "meilleure réponse; réponse; réponse tumorale; réponse RECIST; réponse au traitement; "
        "meilleure réponse globale; réponse objective; réponse radiologique",
        "bestes Ansprechen; Ansprechen; Tumoransprechen; Remission; Therapieansprechen; "
        "bestes Therapieansprechen; bester Response; Response; Remissionsstatus; "
        "bestes Gesamtansprechen; Ansprechen RECIST",
        "mejor respuesta; respuesta; respuesta RECIST; respuesta tumoral; "
        "respuesta al tratamiento; mejor respuesta global; respuesta objetiva; "
        "respuesta radiológica",
        "beste respons; respons; tumorrespons; RECIST respons; respons op behandeling; "
        "beste response; beste totale respons; responsstatus",
        "najlepsza odpowiedź; odpowiedź; odpowiedź na leczenie; odpowiedź RECIST; "
        "najlepsza odpowiedź na leczenie; odpowiedź obiektywna",
    ),
    "ne_reason": (
        "ne reason; reason not evaluable; reason for not evaluable; reason ne; "
        "why not evaluable; reason for ne; reason response not evaluable; not evaluable reason",
        "motivo non valutabile; motivo NE; causa non valutabilità; motivo non valutabilità",
        "raison non évaluable; motif non évaluable; motif NE; cause de non évaluabilité",
        "Grund nicht beurteilbar; Grund NE; Grund nicht auswertbar; Grund für Nichtauswertbarkeit",
        "motivo no evaluable; motivo NE; causa no evaluable; razón no evaluable",
        "reden niet evalueerbaar; reden NE; reden niet beoordeelbaar",
        "przyczyna braku oceny; powód NE; przyczyna nieoceniona; powód braku oceny",
    ),
    "target_change_pct": (
        "target change pct; target lesion change; best change; best percent change; change pct; "
        "best change from baseline; percent change; change from baseline; tumour shrinkage; "
        "tumor shrinkage; change in target lesions; best change in target lesions; "
        "sum of diameters change; tumour size change; tumor size change; pchg; "
        "percent change from baseline; max change; best change target",
        "variazione lesioni target; variazione percentuale; variazione %; riduzione tumore; "
        "miglior variazione; variazione migliore; variazione dimensioni; variazione diametri",
        "variation lésions cibles; variation en pourcentage; variation %; "
        "meilleure variation; variation des cibles; réduction tumorale; variation taille",
        "Änderung Zielläsionen; Änderung in Prozent; Größenänderung; Tumorschrumpfung; "
        "prozentuale Änderung; Veränderung Zielläsionen; beste Änderung; Größenveränderung",
        "cambio lesiones diana; cambio porcentual; variación porcentual; mejor cambio; "
        "reducción tumoral; cambio %; variación lesiones diana; cambio de tamaño",
        "verandering doellaesies; procentuele verandering; beste verandering; "
        "verandering targetlaesies; tumorverkleining",
        "zmiana zmian targetowych; zmiana procentowa; najlepsza zmiana; zmiana wielkości guza; "
        "zmiana sumy wymiarów; zmiana %",
    ),
    "target_changes": (
        "target changes; changes of target lesions over time; serial target lesion changes; "
        "change at each assessment; spider plot data",
        "variazioni delle lesioni target nel tempo; variazione a ogni valutazione",
        "variations des lésions cibles au cours du temps; variation à chaque évaluation",
        "Änderungen der Zielläsionen im Verlauf; Änderung je Untersuchung",
        "cambios de las lesiones diana en el tiempo; cambio en cada evaluación",
        "veranderingen van doellaesies in de tijd; verandering per beoordeling",
        "zmiany wymiarów w czasie; zmiana w każdej ocenie",
    ),
    "response_months": (
        "response months; time to response; ttr; time to first response; response time; "
        "months to response; time to best response",
        "tempo alla risposta; mesi alla risposta; tempo di risposta; tempo a risposta",
        "délai de réponse; délai avant réponse; temps jusqu'à réponse; délai réponse",
        "Zeit bis Ansprechen; Zeit bis zum Ansprechen; Zeit bis Remission; Zeit bis Response",
        "tiempo hasta respuesta; tiempo a la respuesta; tiempo de respuesta",
        "tijd tot respons; tijd tot response; maanden tot respons",
        "czas do odpowiedzi; czas do uzyskania odpowiedzi",
    ),
    "worst_ae_grade": (
        "worst ae grade; worst grade; max toxicity grade; maximum toxicity grade; toxicity grade; "
        "highest grade toxicity; max ae grade; worst toxicity; ae grade; ctcae grade; "
        "worst adverse event grade; maximum grade; max grade; highest toxicity grade; "
        "worst toxicity grade; max ctcae grade; adverse event grade",
        "grado massimo tossicità; grado peggiore; tossicità massima; grado tossicità; grado CTCAE; "
        "grado massimo; peggior grado di tossicità; grado max tossicità",
        "grade maximal; grade maximum; grade toxicité; toxicité maximale; grade CTCAE; pire grade; "
        "grade max toxicité; grade maximal de toxicité",
        "höchster Grad; maximaler Toxizitätsgrad; Toxizitätsgrad; schlimmster Grad; "
        "CTCAE-Grad; höchster CTCAE-Grad; maximaler CTCAE-Grad; maximaler Grad; max. Toxizität",
        "grado máximo; grado máximo de toxicidad; grado de toxicidad; toxicidad máxima; "
        "peor grado; grado CTCAE; peor grado de toxicidad",
        "hoogste graad; maximale toxiciteit; toxiciteitsgraad; ergste graad; CTCAE-graad; "
        "hoogste toxiciteitsgraad; hoogste CTCAE-graad",
        "najwyższy stopień toksyczności; stopień toksyczności; maksymalny stopień; stopień CTCAE; "
        "najwyższy stopień; maksymalny stopień toksyczności",
    ),
    "adverse_events": (
        "adverse events; adverse event; toxicity; toxicities; side effects; ae; aes; "
        "adverse reactions; ae terms; aeterm; list of adverse events; reported toxicity",
        "eventi avversi; evento avverso; tossicità; effetti collaterali; reazioni avverse; EA",
        "événements indésirables; effets indésirables; toxicité; toxicités; effets secondaires; EI",
        "Nebenwirkungen; unerwünschte Ereignisse; Toxizität; Toxizitäten; UE; "
        "unerwünschte Wirkungen; UAW",
        "eventos adversos; toxicidad; efectos adversos; efectos secundarios; toxicidades; EA",
        "bijwerkingen; toxiciteit; ongewenste voorvallen; adverse events; toxiciteiten",
        "działania niepożądane; zdarzenia niepożądane; toksyczność; objawy niepożądane; "
        "skutki uboczne",
    ),
    "centre": (
        "centre; center; institution; hospital; study site; study centre; study center; clinic; "
        "treating centre; treating center; site id; centre name; center name; hospital name; "
        "institute; site name; treating hospital; contributing centre; centre id; enrolling site",
        "centro; istituto; ospedale; istituzione; centro di cura; nome centro; centro arruolatore; "
        "centro partecipante; struttura",
        "centre; hôpital; établissement; institution; nom du centre; centre investigateur; CHU",
        "Zentrum; Klinik; Krankenhaus; Einrichtung; Prüfzentrum; Institution; Studienzentrum; "
        "Name der Klinik; behandelndes Zentrum",
        "centro; hospital; institución; centro hospitalario; nombre del centro; "
        "centro participante",
        "centrum; ziekenhuis; instelling; kliniek; instituut; behandelcentrum; deelnemend centrum",
        "ośrodek; szpital; klinika; centrum; placówka; instytucja; nazwa ośrodka",
    ),
}
