# What the two survival recordings share: how a curve, its quantiles and a log-rank test are taken from R. Everything
# here calls package `survival`; where a rule of our own is applied to R's numbers the comment says so.

library(survival)

CONF_TYPES <- c("log", "log-log", "plain")
PROBS <- c(0.25, 0.5, 0.75)

fit_curve <- function(time, event, conf_type = "log") {
  survfit(Surv(time, event) ~ 1, conf.type = conf_type, conf.int = 0.95)
}

# One row for each distinct time, event or not. summary()'s std.err is that of S itself (Greenwood); survfit's own is that
# of log S. Where S = 0 Greenwood is 0 * Inf: NaN in R, null here.
curve_table <- function(time, event) {
  s <- summary(fit_curve(time, event), censored = TRUE)
  list(time = s$time, n_risk = s$n.risk, n_event = s$n.event, n_censor = s$n.censor, estimate = s$surv,
       std_error = s$std.err)
}

curve_limits <- function(time, event) {
  sapply(CONF_TYPES, function(type) {
    s <- summary(fit_curve(time, event, type), censored = TRUE)
    list(conf_low = s$lower, conf_high = s$upper)
  }, simplify = FALSE)
}

# All three probabilities are asked for in one call, because the answer depends on it: quantile.survfit gives up early, and
# without its tolerance, if 1 - S never reaches the smallest probability asked for.
#
# The upper limit of S can rise again at a late event, when few are left. quantile() sorts the limits by size before it
# looks a probability up, and so can return a time after the first one at which the limit was low enough (print(survfit)
# takes the first). `limits_never_rise` says that this cannot have happened.
r_quantiles <- function(fit) {
  q <- quantile(fit, probs = PROBS)
  list(estimate = unname(q$quantile), conf_low = unname(q$lower), conf_high = unname(q$upper),
       limits_never_rise = scalar(never_rises(fit$lower) && never_rises(fit$upper)))
}

never_rises <- function(x) all(diff(x[!is.na(x)]) <= 0)

# The median as print(survfit) gives it. Two differences from quantile(): where S stays at exactly 0.5 to the end of
# follow-up, print takes the time S first reached 0.5, quantile() the middle between that and the last follow-up; and the
# limits are those first crossed.
print_median <- function(fit) {
  m <- summary(fit)$table[c("median", "0.95LCL", "0.95UCL")]
  list(estimate = scalar(m[[1]]), conf_low = scalar(m[[2]]), conf_high = scalar(m[[3]]))
}

# survdiff as it is, including what it says where there is nothing to test: `df` counts the groups that expect an event,
# less one (so -1 without any event, 0 with one such group). `error` holds R's words where it stops.
log_rank <- function(time, event, group) {
  group <- factor(group, levels = sort(unique(group), method = "radix"))
  fit <- tryCatch(suppressWarnings(survdiff(Surv(time, event) ~ group)), error = function(e) e)
  if (inherits(fit, "error")) {
    return(list(levels = levels(group), n = as.vector(table(group)), observed = NULL, expected = NULL, variance = NULL,
                chisq = NULL, df = NULL, p_value = NULL, error = scalar(conditionMessage(fit))))
  }
  list(levels = levels(group), n = as.vector(fit$n), observed = fit$obs, expected = fit$exp, variance = fit$var,
       chisq = scalar(fit$chisq), df = scalar(sum(fit$exp > 0) - 1), p_value = scalar(fit$pvalue), error = NULL)
}
