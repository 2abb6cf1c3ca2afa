"""Invented sheets, written as centres write theirs."""

from __future__ import annotations

from typing import Final

ITALIAN: Final = """Casistica IMT, centro 3
Codice paziente;Cognome;Data di nascita;Sesso;Età (anni);Stadio;Stato ALK;Schema;Linea;\
Data inizio terapia;Risposta migliore;Data progressione;Data decesso;Ultimo contatto;ECOG;\
Emoglobina
IT01;Rossi;12/03/1980;M;35,5;metastatico;positivo;MTX + VNB;1;13/05/2015;RC;;;20/11/2019;0;12,5
IT02;Bianchi;01/07/1975;F;41,2;localmente avanzato;negativo;AI;1;04/06/2016;risposta parziale;\
15/02/2017;03/09/2018;03/09/2018;1;11,8
IT02;Bianchi;01/07/1975;F;42,0;metastatico;negativo;MTX + VNR;2;01/03/2017;SD;28/10/2017;\
03/09/2018;03/09/2018;2;10,9
IT03;Verdi;30/10/1990;F;27,8;localizzato;positivo;A;1;22/08/2018;NV;;;10/01/2021;0;13,1
IT04;Neri;25/12/1966;M;52,3;metastatico;non noto;AI;1;17/04/2019;PD;29/06/2019;14/12/2019;\
14/12/2019;1;9,9
""".encode()

GERMAN: Final = """Patienten-ID\tGeschlecht\tStadium\tBestes Ansprechen\t\
Überlebenszeit (Tage)\tVerstorben
DE-1\tweiblich\tmetastasiert\tPR\t365,25\tja
DE-2\tmännlich\tlokalisiert\tstabile Erkrankung\t228\tnein
DE-3\tweiblich\tmetastasiert\tkomplette Remission\t730,5\tnein
""".encode("cp1252")
