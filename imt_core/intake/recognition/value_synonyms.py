"""What clinicians write in cells for the canonical words, in seven languages.

For each column, each canonical word has one text with the ways to write it, separated by
semicolons; case, accents, punctuation and the order of words do not count. Codes such as 1 and 2
for a sex or a response stand for nothing by themselves, and are not here.
"""

from __future__ import annotations

from typing import Final

VALUE_SYNONYMS: Final[dict[str, dict[str, str]]] = {
    "sex": {
        "male": "male; m; man; maschio; maschile; uomo; homme; masculin; h; mâle; männlich; mann; "
        "hombre; varón; masculino; mannelijk; mężczyzna; męska; męski; boy; masc",
        "female": "female; f; woman; femmina; femminile; donna; femme; féminin; w; weiblich; frau; "
        "mujer; hembra; femenino; femenina; vrouw; vrouwelijk; kobieta; k; żeńska; żeński; girl; "
        "fem; féminine",
    },
    "primary_site": {
        "abdomen": "abdomen; abdominal; intra-abdominal; abdominal cavity; addome; addominale; "
        "cavità addominale; bauch; bauchraum; bauchhöhle; buik; buikholte; brzuch; "
        "jama brzuszna; abdominale; abdomino; cavidad abdominal; cavité abdominale",
        "lung/thoracic wall": "lung/thoracic wall; lung; lungs; pulmonary; thorax; thoracic wall; "
        "chest wall; chest; lung/chest wall; lung or thoracic wall; polmone; polmonare; torace; "
        "parete toracica; poumon; paroi thoracique; pulmonaire; lunge; brustwand; thoraxwand; "
        "pulmón; pared torácica; tórax; long; longen; borstwand; płuco; płuca; "
        "klatka piersiowa; ściana klatki piersiowej; thoracic; polmone/parete toracica",
        "other": "other; others; other site; altro; altra; altra sede; altri; autre; autres; "
        "andere; anderer; sonstige; anderes; otro; otra; otros; overig; overige; anders; inne; "
        "inna; inny",
    },
    "alk_status": {
        "positive": "positive; pos; +; alk+; alk +; alk positive; alk pos; rearranged; "
        "alk rearranged; fusion positive; translocated; positivo; positiva; riarrangiato; "
        "alk positivo; riarrangiata; positif; réarrangé; alk positif; positiv; rearrangiert; "
        "alk positiv; reordenado; alk positivo; positief; herschikt; alk positief; pozytywny; "
        "dodatni; dodatnia; dodatnie; dodatni alk; pozytywna; expressed; mutated; fused; pos.; "
        "rearrangement present; rearrangement detected; rearrangement; wynik dodatni",
        "negative": "negative; neg; -; alk-; alk -; alk negative; alk neg; not rearranged; "
        "non rearranged; wild type; wild-type; wt; negativo; negativa; non riarrangiato; "
        "alk negativo; négatif; non réarrangé; alk négatif; negativ; nicht rearrangiert; "
        "alk negativ; no reordenado; negatief; alk negatief; niet herschikt; negatywny; ujemny; "
        "ujemna; ujemne; negatywna; not expressed; no rearrangement; fusion negative; unrearranged",
        "unknown": "unknown; unk; not known; not tested; not done; not available; n.a.; na; n/a; "
        "nd; n.d.; missing; ?; not assessed; not determined; sconosciuto; non noto; non eseguito; "
        "ignoto; non nota; non disponibile; non testato; inconnu; non fait; non disponible; "
        "non testé; unbekannt; nicht bekannt; nicht getestet; nicht bestimmt; k.a.; "
        "nicht untersucht; desconocido; no realizado; no disponible; no conocido; onbekend; "
        "niet bepaald; niet bekend; niet getest; nieznany; nieznane; nie badano; brak danych; "
        "nie oznaczono; nieoznaczony; not evaluated; undetermined",
    },
    "alk_method": {
        "IHC": "ihc; immunohistochemistry; immunoistochimica; immunohistochimie; immunhistochemie; "
        "inmunohistoquímica; immunohistochemisch; immunohistochemia; iic; ihq; immuno",
        "FISH": "fish; fluorescence in situ hybridisation; fluorescence in situ hybridization; "
        "hibridación fluorescente in situ",
        "both": "both; ihc and fish; ihc + fish; ihc/fish; fish/ihc; fish and ihc; entrambi; "
        "entrambe; les deux; beide; beides; ambos; ambas; ihc e fish; ihc et fish; ihc und fish; "
        "ihc y fish; ihc en fish; oba; obie; ihc i fish",
    },
    "stage": {
        "localized": "localized; localised; local; localized disease; localised disease; limited; "
        "localizzato; localizzata; locale; malattia localizzata; localisé; "
        "localisée; maladie localisée; lokalisiert; lokal; lokal begrenzt; localizado; localizada; "
        "enfermedad localizada; gelokaliseerd; lokaal; zlokalizowany; zlokalizowana; miejscowy; "
        "miejscowa; loc; lokalisierte erkrankung",
        "locally advanced": "locally advanced; locally-advanced disease; loc adv; la; "
        "locally advanced disease; "
        "localmente avanzato; localmente avanzata; loc avanzato; loc avanz; loc avanzata; "
        "loc avanzado; lok fortg; lok fortgeschritten; loc avancé; loc avancée; lok gevorderd; "
        "miejsc zaaw; localement avancé; "
        "localement avancée; lokal fortgeschritten; localmente avanzado; localmente avanzada; "
        "lokaal gevorderd; miejscowo zaawansowany; miejscowo zaawansowana; locally adv; "
        "lokal fortgeschrittene erkrankung; malattia localmente avanzata; miejscowo zaawansowane; "
        "loc advanced; locoregionally advanced; enfermedad localmente avanzada; maladie localement "
        "avancée; lokaal uitgebreid; lokaal gevorderde ziekte; choroba miejscowo zaawansowana",
        "metastatic": "metastatic; metastatic disease; metastasis; metastases; met; mets; m1; iv; "
        "iva; ivb; stage iva; stage ivb; "
        "stage iv; stage 4; distant; distant metastases; metastatico; metastatica; metastasi; "
        "malattia metastatica; stadio iv; métastatique; stade iv; métastases; metastasiert; "
        "metastatisch; fernmetastasen; stadium iv; metastásico; metastásica; metástasis; "
        "estadio iv; gemetastaseerd; uitgezaaid; przerzutowy; przerzutowa; rozsiany; rozsiana; "
        "przerzuty; enfermedad metastásica; maladie métastatique; metastasierte erkrankung; "
        "choroba przerzutowa; gemetastaseerde ziekte",
    },
    "regimen_group": {
        "anthracycline-based": "anthracycline-based; anthracycline; anthracyclines; "
        "anthracycline based chemotherapy; anthra; antracicline; antraciclina; "
        "a base di antracicline; antracicline-based; à base d'anthracyclines; "
        "anthracyclin; anthrazyklin; anthrazykline; anthrazyklin-basiert; anthrazyklinbasiert; "
        "anthrazyklinhaltig; antraciclinas; basado en antraciclinas; con antraciclinas; "
        "anthracycline-gebaseerd; antracycline; antracykliny; antracyklina; "
        "na bazie antracyklin; doxorubicin-based; anthracycline containing; antracycliny",
        "MTX-V": "mtx-v; mtx/v; mtx-vnb; mtx-vbl; mtx/vbl; mtx + vinca alkaloid; mtx/vlb; mtx vnr; "
        "methotrexate + vinca alkaloid; methotrexate-vinblastine; methotrexate/vinorelbine; "
        "methotrexate + vinblastine; methotrexate vinorelbine; metotrexato vinblastina; "
        "methotrexat vinblastin; methotrexat vinorelbin; metotrexato vinorelbina; "
        "méthotrexate vinblastine; méthotrexate vinorelbine; metotreksat winblastyna; "
        "metotreksat winorelbina; mtx vnb/vnr; mtx vinblastine; mtx vinorelbine",
        "other": "other; others; other regimen; other regimens; altro; altri; altra; altri regimi; "
        "altri schemi; autre; autres; andere; sonstige; otro; otros; otra; overig; overige; "
        "anders; inne; inny; inna; other chemotherapy",
    },
    "regimen": {
        "A": "a; doxorubicin; adriamycin; doxorubicina; adriamicina; doxorubicine; doxorubicyna",
        "AI": "ai; doxorubicin ifosfamide; adriamycin ifosfamide; doxorubicina ifosfamide; "
        "epirubicin ifosfamide; doxorubicine ifosfamide; doxorubicin ifosfamid; "
        "doxorubicina ifosfamida; adriamicina ifosfamide; doxorubicyna ifosfamid; "
        "adriamycine ifosfamide; epirubicina ifosfamide; adriamicina ifosfamida",
        "MTX + VNB": "mtx vnb; mtx vbl; mtx vinblastine; methotrexate vinblastine; "
        "metotrexato vinblastina; methotrexat vinblastin; methotrexaat vinblastine; "
        "metotreksat winblastyna; vinblastine methotrexate",
        "MTX + VNR": "mtx vnr; mtx vinorelbine; methotrexate vinorelbine; metotrexato vinorelbina; "
        "methotrexat vinorelbin; methotrexaat vinorelbine; metotreksat winorelbina; "
        "methotrexate navelbine",
        "VNR/VNB": "vnr/vnb; vnb/vnr; vinorelbine/vinblastine; vinblastine/vinorelbine",
        "CTX": "ctx; cyclophosphamide; ciclofosfamide; ciclofosfamida; cyclophosphamid; "
        "cyclofosfamide; cyklofosfamid",
        "T": "t; trabectedin; trabectedina; trabectédine; trabectedine; trabektedyna; yondelis",
        "GD": "gd; gemcitabine docetaxel; gem tax; gemcitabina docetaxel; gemcitabin docetaxel; "
        "gem doc; gemcytabina docetaksel; gemtax; gemdoc",
        "CBDCA + TXL": "cbdca txl; carboplatin paclitaxel; carboplatino paclitaxel; "
        "carboplatine paclitaxel; carboplatyna paklitaksel; carbo taxol; carboplatin taxol",
        "VP-16": "vp16; vp-16; etoposide; etoposid; etopósido; étoposide; etopozyd",
    },
    "line_number": {
        "1": "1; 1st; first; first line; 1st line; 1l; l1; line 1; i; prima; prima linea; 1a; "
        "1a linea; i linea; première; première ligne; 1ère; 1ère ligne; 1re; erste; erste linie; "
        "erstlinie; 1 linie; primera; primera línea; 1ª; 1ª línea; eerste; eerste lijn; 1e; "
        "1e lijn; pierwsza; pierwsza linia; 1 linia; i linia; erstlinientherapie; 1º; linea 1; "
        "linia 1; linie 1; frontline; front line; ligne 1; lijn 1",
        "2": "2; 2nd; second; second line; 2nd line; 2l; l2; line 2; ii; seconda; seconda linea; "
        "2a; 2a linea; ii linea; deuxième; deuxième ligne; seconde; 2ème; 2ème ligne; 2e; "
        "2e ligne; zweite; zweite linie; zweitlinie; 2 linie; segunda; segunda línea; 2ª; "
        "2ª línea; tweede; tweede lijn; 2e lijn; druga; druga linia; 2 linia; ii linia; linea 2; "
        "linia 2; linie 2; ligne 2; lijn 2",
        "3": "3; 3rd; third; third line; 3rd line; 3l; l3; line 3; iii; terza; terza linea; 3a; "
        "3a linea; iii linea; troisième; troisième ligne; 3ème; 3ème ligne; 3e; 3e ligne; dritte; "
        "dritte linie; drittlinie; 3 linie; tercera; tercera línea; 3ª; 3ª línea; derde; "
        "derde lijn; 3e lijn; trzecia; trzecia linia; 3 linia; iii linia; linea 3; linia 3; "
        "linie 3; ligne 3; lijn 3",
        "4": "4; 4th; fourth; fourth line; 4th line; 4l; l4; line 4; iv; quarta; quarta linea; 4a; "
        "4a linea; iv linea; quatrième; quatrième ligne; 4ème; 4ème ligne; 4e; vierte; "
        "vierte linie; viertlinie; 4 linie; cuarta; cuarta línea; 4ª línea; vierde; vierde lijn; "
        "4e lijn; czwarta; czwarta linia; 4 linia; iv linia; 4ª; linea 4; linia 4; ligne 4; lijn 4",
        "5": "5; 5th; fifth; fifth line; 5th line; 5l; l5; line 5; v; quinta; quinta linea; 5a; "
        "5a linea; cinquième; cinquième ligne; 5ème; fünfte; fünfte linie; 5 linie; "
        "quinta línea; vijfde; vijfde lijn; piąta; piąta linia; 5 linia; 5e; linea 5; 5ª",
    },
    "best_response": {
        "CR": "cr; rc; complete response; complete remission; complete; risposta completa; "
        "remissione completa; réponse complète; rémission complète; komplette remission; "
        "komplettes ansprechen; vollremission; vollständige remission; kr; respuesta completa; "
        "remisión completa; complete respons; complete remissie; volledige respons; "
        "volledige remissie; regressione completa; régression complète; regresión completa; "
        "całkowita odpowiedź; "
        "całkowita remisja; odpowiedź całkowita; complete responder; remisja całkowita",
        "PR": "pr; rp; partial response; partial remission; partial; risposta parziale; "
        "remissione parziale; réponse partielle; rémission partielle; partielle remission; "
        "partielles ansprechen; teilremission; respuesta parcial; remisión parcial; "
        "partiële respons; partiële remissie; gedeeltelijke respons; gedeeltelijke remissie; "
        "regressione parziale; régression partielle; regresión parcial; częściowa odpowiedź; "
        "częściowa remisja; "
        "odpowiedź częściowa; partial responder; remisja częściowa",
        "SD": "sd; stable disease; stable; stabilisation; stabilization; ms; malattia stabile; "
        "stabilità; stabilità di malattia; stabile; stabilizzazione; stabilizzazione di malattia; "
        "maladie stable; stabilité; stabile erkrankung; stabile krankheit; stabil; ee; "
        "enfermedad estable; estable; estabilización; stabiele ziekte; stabiel; "
        "stabilizacja; stabilizacja choroby; choroba stabilna; stabilna choroba; stationär; "
        "stable disease no change; no change; keine änderung; unverändert; sin cambios; "
        "geen verandering; bez zmian; pas de changement; nessun cambiamento",
        "PD": "pd; mp; progression; progressive disease; progressive; progressed; "
        "disease progression; progressione; progressione di malattia; malattia in progressione; "
        "progressiva; maladie progressive; progression de la maladie; évolution; "
        "progressive erkrankung; progrediente erkrankung; progress; progredient; progredienz; "
        "enfermedad progresiva; progresión; enfermedad en progresión; pe; ep; progressieve ziekte; "
        "progressie; progresja; progresja choroby; progressive krankheit; "
        "progresión de la enfermedad; ziekteprogressie",
        "NE": "ne; nv; not evaluable; non evaluable; unevaluable; inevaluable; not assessable; "
        "not evaluated; non valutabile; non valutato; non valutata; non évaluable; non évalué; "
        "nicht beurteilbar; nicht auswertbar; nicht evaluierbar; nicht bewertbar; "
        "no evaluable; no evaluado; no valorable; niet evalueerbaar; niet beoordeelbaar; "
        "nie do oceny; nieoceniony; niemożliwa do oceny; nie oceniono; not assessed; "
        "niet te beoordelen; niet te evalueren",
    },
    "worst_ae_grade": {
        str(grade): f"{grade}; g{grade}; grade {grade}; grado {grade}; grad {grade}; "
        f"graad {grade}; stopień {grade}; gr {grade}; {roman}; grade {roman}; grado {roman}; "
        f"grad {roman}; g {roman}"
        for grade, roman in enumerate(("none", "i", "ii", "iii", "iv", "v"))
    },
}
"""Ways to write each word of a vocabulary, by canonical column."""

YES_NO: Final = {
    "1": "1; yes; y; true; si; sì; s; oui; vrai; ja; j; wahr; sí; verdadero; tak; t; vero; "
    "prawda; waar; occurred; present; presente; happened",
    "0": "0; no; n; false; non; faux; nein; falsch; falso; nee; nie; f; fałsz; onwaar; none; "
    "absent; assente; did not occur; never; nessuno; nessuna; mai",
}
"""Yes and no; the texts of every flag."""

EVENT_CENSORED: Final = {
    "1": "event; evento; événement; ereignis; gebeurtenis; zdarzenie; had event; uncensored; "
    "not censored; non censurato; non censuré; nicht zensiert; no censurado; evt; événement oui; "
    "niet gecensureerd; nie cenzurowany",
    "0": "censored; cens; censor; cnsr; censurato; censurata; censuré; censurée; zensiert; "
    "censurado; censurada; gecensureerd; cenzurowany; cenzurowane; ucięte; no event; "
    "nessun evento; pas d'événement; kein ereignis; sin evento; geen gebeurtenis; "
    "brak zdarzenia; event free; event-free; lost to follow-up; lost to follow up; "
    "perso al follow-up; perdu de vue; perdido de vista; senza evento; non evento; "
    "without event; ltfu; ereignisfrei; zonder gebeurtenis; bez zdarzenia",
}
"""Event and censoring; the texts of every endpoint."""

DEATH: Final = {
    "1": "dead; died; deceased; death; dod; doc; dead of disease; died of disease; d; "
    "dead of other cause; dead of other causes; died of other causes; morto; morta; deceduto; "
    "deceduta; decesso; morte; exitus; décédé; décédée; décès; mort; dcd; tot; verstorben; "
    "gestorben; tod; muerto; muerta; fallecido; fallecida; muerte; éxitus; fallecimiento; "
    "overleden; dood; overlijden; zgon; zmarł; zmarła; nie żyje; not alive; expired; "
    "verstorben an tumor; tumortod; died from disease; deceased from disease; no longer alive; "
    "non vivo; nicht am leben; no vivo; non vivant; niet in leven; śmierć; "
    "nicht mehr am leben; leeft niet meer; niet meer in leven; n'est plus en vie; plus en vie; "
    "ya no vive; non più in vita; aus anderer ursache verstorben; "
    "an anderer ursache verstorben; non più vivo; już nie żyje"
}
"""Death: an event of overall survival, and of the endpoints that count it."""

ALIVE: Final = (
    "alive; living; live; lives; a; ned; awd; alive ned; alive with disease; vivo; viva; vivente; "
    "in vita; alive without disease; vivant; vivante; en vie; lebt; lebend; lebendig; am leben; "
    "vivo sin enfermedad; vivo con enfermedad; con vida; levend; in leven; leeft; żyje; żyjący; "
    "żywy; not dead; not deceased; no death; non morto; non deceduto; nicht verstorben; "
    "no fallecido; niet overleden; non décédé; no evidence of disease; vivo con malattia; "
    "vivo senza malattia; vivant sans maladie; vivant avec maladie; alive no evidence of disease; "
    "alive without evidence of disease; lives with disease; żyjąca; vivo libero da malattia; "
    "did not die; no muerto; still alive; alive with progression"
)
"""Alive at the last follow-up: no event of overall survival; of other endpoints it says nothing."""

PROGRESSION: Final = {
    "1": "progression; progressed; pd; progressive disease; disease progression; progressive; "
    "progressione; progredito; progredita; in progressione; progressione di malattia; progressif; "
    "progress; progredient; progressiv; progredienz; progresión; progresó; progressie; "
    "progresja; recurred/progressed; progression or death; relapsed/progressed; "
    "progressieve ziekte; progresja choroby; relapse; recurrence; progrediert; "
    "alive with progression; progressione o morte; recidiva; récidive; rezidiv; en progression; "
    "en progresión; in progressie; im progress; w progresji",
    "0": "no progression; not progressed; non progressed; progression free; progression-free; "
    "without progression; no evidence of progression; "
    "nessuna progressione; non progredito; senza progressione; non progressione; "
    "libero da progressione; pas de progression; sans progression; non progressé; "
    "keine progression; kein progress; progressionsfrei; nicht progredient; sin progresión; "
    "no progresión; no progresó; libre de progresión; geen progressie; progressievrij; "
    "brak progresji; bez progresji; disease free; diseasefree; did not progress; "
    "no disease progression; alive without progression; not progressive; not progressing; "
    "no progressive disease; wolny od progresji",
}
"""Progression and its absence; no evidence of disease now does not say that it never progressed."""

RECURRENCE: Final = {
    "1": "relapse; relapsed; recurrence; recurred; recidiva; recidivato; recidivata; ricaduta; "
    "ripresa di malattia; récidive; rechute; rezidiv; rückfall; rezidiviert; recaída; recurrencia; "
    "recidief; terugval; nawrót; wznowa; local recurrence; distant recurrence; "
    "recurred/progressed; progression; progressed; relapsed/progressed; progressione; "
    "recurrence or death; relapse or death; récidivé; metastases; distant relapse; local relapse; "
    "recidiva locale; lokalrezidiv",
    "0": "no relapse; not relapsed; no recurrence; not recurred; relapse free; relapse-free; "
    "recurrence free; recurrence-free; disease free; disease-free; diseasefree; "
    "no evidence of recurrence; nessuna recidiva; non recidiva; "
    "non recidivato; senza recidiva; libero da malattia; libero da recidiva; pas de récidive; "
    "sans récidive; sans rechute; pas de rechute; kein rezidiv; rezidivfrei; krankheitsfrei; "
    "kein rückfall; sin recaída; sin recidiva; no recaída; no recidiva; libre de enfermedad; "
    "geen recidief; recidiefvrij; ziektevrij; brak nawrotu; bez nawrotu; bez wznowy; brak wznowy; "
    "did not relapse; did not recur; without recurrence; without relapse; no progression",
}
"""Recurrence and its absence; no evidence of disease now does not say that it never came back."""

ALK_INHIBITOR: Final = {
    "1": "crizotinib; alectinib; ceritinib; brigatinib; lorlatinib; ensartinib; entrectinib; "
    "given; received; somministrato; administered; crizotinib then lorlatinib; treated; "
    "alk inhibitor; kryzotynib; alektynib; lorlatynib; crizotinibe",
    "0": "not given; not received; non somministrato; not administered; not treated; "
    "no alk inhibitor; without alk inhibitor",
}
"""An ALK inhibitor given, also by its name."""
