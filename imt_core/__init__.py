"""IMT Explorer's statistics: small rare-tumour cohorts, without Streamlit and without Plotly."""

from imt_core.cohort.schema import Cohort
from imt_core.comparisons.log_rank import LogRankTest, log_rank
from imt_core.estimates.follow_up import follow_up
from imt_core.estimates.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.estimates.proportions import Proportion, clopper_pearson, proportion, wilson
from imt_core.estimates.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.estimates.survival_rates import SurvivalRate, survival_rate
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event
from imt_core.intake.cohort_file import read_cohort
