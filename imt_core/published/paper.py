"""Every figure the model paper printed, as data; text is exactly what is printed.

Source: "Activity of chemotherapy in inflammatory myofibroblastic tumors", The Oncologist
2020;25:e1777-e1784. The paper prints aggregates only. Group names: ``A`` anthracycline-based,
``M`` MTX-V, ``O`` other regimens; ``localized`` and ``advanced`` are disease extents.
"""

from __future__ import annotations

from typing import Final

REGIMEN_GROUPS: Final = {"A": "anthracycline-based", "M": "MTX-V", "O": "other"}

WHOLE_SERIES: Final = {
    "patients": "38",
    "ALK-positive patients": "24 (63.2%)",
    "ALK-negative patients": "14 (36.8%)",
    "evaluable patients, A or M": "34",
    "lines ever received, median (range)": "2 (range 1-8)",
    "follow-up in months, median (IQR)": "69 (39.3-139.5)",
    "patients given A": "25 (65.8%)",
    "patients given M": "13 (34.2%)",
    "patients given O": "10 (26.3%)",
}

MEASURED: Final = {
    "A": {"age_years": "31 (22-46)", "prior_lines": "0 (0-3)", "cycles": "6 (range 1-6)"},
    "M": {"age_years": "16 (12-31)", "prior_lines": "0 (0-2)", "cycles": "38 (range 2-50)"},
    "O": {"age_years": "38 (30-61)", "prior_lines": "1 (0-3)"},
}
"""Age as median (IQR); prior lines and cycles as median (range)."""

LINES: Final = {"A": "25", "M": "13", "O": "10"}

COUNTED: Final = {
    "A": {
        "sex": {"male": "15 (60.0)", "female": "10 (40.0)"},
        "primary_site": {
            "abdomen": "10 (40.0)",
            "lung/thoracic wall": "8 (32.0)",
            "other": "7 (28.0)",
        },
        "alk_status": {"positive": "18 (72.0)", "negative": "7 (28.0)"},
        "stage": {
            "localized": "8 (32.0)",
            "locally advanced": "3 (12.0)",
            "metastatic": "14 (56.0)",
        },
        "regimen": {"A": "8 (32.0)", "AI": "14 (56.0)", "A + other": "3 (12.0)"},
        "line_group": {"first": "21 (84.0)", "second": "2 (8.0)", "further": "2 (8.0)"},
        "stop_reason": {
            "maximum cumulative dose": "13 (52.0)",
            "progressive disease": "7 (28.0)",
            "toxicity": "2 (8.0)",
            "surgery": "3 (12.0)",
        },
        "later_alk_inhibitor": {"1": "6 (24.0)"},
    },
    "M": {
        "sex": {"male": "5 (38.5)", "female": "8 (61.5)"},
        "primary_site": {
            "abdomen": "3 (23.1)",
            "lung/thoracic wall": "3 (23.1)",
            "other": "7 (53.8)",
        },
        "alk_status": {"positive": "6 (46.2)", "negative": "7 (53.8)"},
        "stage": {
            "localized": "4 (30.8)",
            "locally advanced": "5 (38.5)",
            "metastatic": "4 (30.8)",
        },
        "regimen": {"MTX + VNB": "9 (69.2)", "MTX + VNR": "3 (23.1)", "VNR/VNB": "1 (7.7)"},
        "line_group": {"first": "10 (76.9)", "second": "2 (15.4)", "further": "1 (7.7)"},
        "stop_reason": {
            "clinical decision after prolonged disease control": "6 (46.2)",
            "progressive disease": "4 (30.8)",
            "surgery": "3 (23.1)",
        },
        "later_alk_inhibitor": {"1": "2 (15.4)"},
    },
    "O": {
        "sex": {"male": "6 (60.0)", "female": "4 (40.0)"},
        "primary_site": {
            "abdomen": "4 (40.0)",
            "lung/thoracic wall": "3 (30.0)",
            "other": "3 (30.0)",
        },
        "alk_status": {"positive": "7 (70.0)", "negative": "3 (30.0)"},
        "stage": {"localized": "0", "locally advanced": "6 (60.0)", "metastatic": "4 (40.0)"},
        "regimen": {
            "CTX": "4 (40.0)",
            "T": "2 (20.0)",
            "GD": "2 (20.0)",
            "CBDCA + TXL": "1 (10.0)",
            "VP-16": "1 (10.0)",
        },
        "line_group": {"first": "3 (30.0)", "second": "4 (40.0)", "further": "3 (30.0)"},
    },
}
"""Counts with their percentage of the group's lines."""

ALK_ASSAY: Final = {
    "A": {
        "positive": {"IHC": "2 (11.1)", "FISH": "7 (38.9)", "both": "9 (50.0)"},
        "negative": {"IHC": "5 (71.4)", "FISH": "0", "both": "2 (28.6)"},
    },
    "M": {
        "positive": {"IHC": "3 (50.0)", "FISH": "3 (50.0)", "both": "0"},
        "negative": {"IHC": "4 (57.1)", "FISH": "0", "both": "3 (42.9)"},
    },
    "O": {
        "positive": {"IHC": "2 (28.6)", "FISH": "1 (14.3)", "both": "4 (57.1)"},
        "negative": {"IHC": "1 (33.3)", "FISH": "0", "both": "2 (66.7)"},
    },
}
"""Counts with their percentage of the group's lines of that ALK status."""

SEVERE_EVENTS: Final = {
    "A": {
        "lines": "7 (28)",
        "G4 febrile neutropenia": "2",
        "G3 neutropenia": "5",
        "G3 anaemia": "2",
        "G4 thrombocytopenia": "2",
    },
    "M": {"lines": "2 (15)", "G3 hypertransaminasemia": "1", "G3 mucositis": "1"},
}
"""Lines with a grade 3 or 4 event (percent of the group's lines), and each such event."""

SURGERY_AFTER_CYCLES: Final = "2, 3, 4"
"""Anthracycline lines that ended with surgery: cycles given."""

CLINICAL_DECISION_AFTER_MONTHS: Final = "6, 10, 10, 10, 12, 12"
"""MTX-V lines stopped by clinical decision after prolonged control: months of treatment."""

DISEASE_FREE_AFTER_CR_MONTHS: Final = "25, 60"
"""MTX-V lines with a complete response: months disease free since."""

GD_RESPONSE_MONTHS: Final = "6"
"""The response to gemcitabine-docetaxel: months it lasted."""

RESPONSES: Final = {
    ("A", None): {
        "CR": "0",
        "PR": "10 (47.6)",
        "SD": "6 (28.6)",
        "PD": "5 (23.8)",
        "NE": "4",
        "evaluable": "21",
        "orr": "47.6 (25.7-70.2)",
    },
    ("A", "localized"): {
        "CR": "0",
        "PR": "2 (50.0)",
        "SD": "2 (50.0)",
        "PD": "0",
        "NE": "4",
        "evaluable": "4",
        "orr": "50.0 (6.8-93.2)",
    },
    ("A", "advanced"): {
        "CR": "0",
        "PR": "8 (47.1)",
        "SD": "4 (23.5)",
        "PD": "5 (29.4)",
        "evaluable": "17",
        "orr": "47.1 (23.0-72.2)",
    },
    ("M", None): {
        "CR": "2 (15.4)",
        "PR": "5 (38.5)",
        "SD": "3 (23.1)",
        "PD": "3 (23.1)",
        "evaluable": "13",
        "orr": "53.8 (25.1-80.8)",
    },
    ("M", "localized"): {
        "CR": "0",
        "PR": "2 (50.0)",
        "SD": "1 (25.0)",
        "PD": "1 (25.0)",
        "evaluable": "4",
        "orr": "50.0 (6.8-93.2)",
    },
    ("M", "advanced"): {
        "CR": "2 (22.2)",
        "PR": "3 (33.3)",
        "SD": "2 (22.2)",
        "PD": "2 (22.2)",
        "evaluable": "9",
        "orr": "55.6 (21.2-86.3)",
    },
    ("O", None): {"evaluable": "10"},
}
"""Counts with their percentage of evaluable lines; ORR with its 95% CI."""

RESPONSES_BY_ALK: Final = {
    "A": {"positive": "8/16 (50.0)", "negative": "2/5 (40.0)"},
    "M": {"positive": "4/6 (66.7)", "negative": "3/7 (42.9)"},
}
"""Responders / evaluable lines (percent)."""

RESPONSES_TO_OTHER_REGIMENS: Final = {
    "CTX": "3/4",
    "GD": "1/2",
    "T": "0/2",
    "CBDCA + TXL": "0/1",
    "VP-16": "0/1",
}
"""Responders / evaluable lines."""

KINDS_OF_RESPONSE: Final = {"CTX": {"CR": "1", "PR": "2"}, "GD": {"CR": "0", "PR": "1"}}
"""Complete and partial responses to the two regimens that had any."""

ALK_POSITIVE_RESPONDERS: Final = "4/4"
"""All responses to other regimens were in ALK-positive cases."""

SURVIVAL: Final = {
    ("A", "localized"): {
        "follow_up": "70.8 (39.3-89.3)",
        "rfs_median": "NR",
        "os_median": "NR",
        "rfs_60": "50.0 (25.0-100.0)",
        "os_60": "75.0 (50.3-100.0)",
    },
    ("A", "advanced"): {
        "pfs_median": "6.3 (1.9-13.4)",
        "os_median": "21.2 (7.7-40.7)",
        "pfs_12": "29.4 (14.1-61.4)",
        "os_24": "41.2 (23.3-72.7)",
    },
    ("M", "localized"): {
        "follow_up": "56.6 (27.8-129.9)",
        "rfs_median": "42.5 (12.9-61.2)",
        "os_median": "NR",
        "os_events": "0",
    },
    ("M", "advanced"): {
        "pfs_median": "NR (24.9-NR)",
        "os_median": "83.4 (83.4-NR)",
        "pfs_12": "77.8 (54.9-100.0)",
        "pfs_24": "77.8 (54.9-100.0)",
        "pfs_60": "62.2 (35.5-100.0)",
    },
}
"""Quantiles as median (Q1-Q3) in months; rates as percent (95% CI)."""

SURVIVAL_BY_ALK: Final = {
    ("A", "pfs"): {"positive": "4.7 (1.3-17.0)", "negative": "8.5 (5.4-12.1)", "p": ".875"},
    ("A", "os"): {"positive": "22.4 (3.2-40.7)", "negative": "17.3 (10.5-25.7)", "p": ".351"},
    ("M", "pfs"): {"positive": "NR", "negative": "NR"},
}
"""Advanced disease: median (Q1-Q3) in months by ALK status, and the log-rank p value."""

NO_ASSOCIATION: Final = "p ≥ .05"
"""Neither RFS, PFS nor OS was associated with ALK status, in any group."""
