"""IMT Explorer's statistics: small rare-tumour cohorts, without Streamlit and without Plotly."""

from imt_core.follow_up import follow_up
from imt_core.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.log_rank import LogRankTest, log_rank
from imt_core.proportions import Proportion, clopper_pearson, proportion, wilson
from imt_core.schema import Cohort
from imt_core.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.survival_rates import SurvivalRate, survival_rate
from imt_core.time_to_event import TimeToEvent, time_to_event
from imt_core.validation import read_cohort
