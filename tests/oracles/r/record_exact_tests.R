# Records tests/oracles/recorded/exact_tests.json with base R:
#   mid_p         mid-P limits of every x of n, n = 1..40, 95% and 90%
#   binomial      binom.test of every x of n, n = 1..25, against four rates, all three alternatives
#   fisher        fisher.test of tables larger than those of fisher.json, many of them symmetric: two tables are then
#                 equally probable but for rounding, and the tolerance decides
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_exact_tests.R
# Needs R, nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")

pairs_up_to <- function(largest) do.call(rbind, lapply(seq_len(largest), function(n) cbind(x = 0:n, n = n)))

# One row a line.
table_of <- function(columns, rows) {
  dimnames(rows) <- NULL
  stopifnot(ncol(rows) == length(columns))
  text <- apply(rows, 1, function(row) to_json(row, NULL))
  list(columns = columns, rows = structure(paste0("[\n", paste(text, collapse = ",\n"), "\n]"), class = "json_raw"))
}

# ---- mid-P ---------------------------------------------------------------------------------------------------------

# Half of the probability of the count itself, and all of that beyond it. Both limits are solved for, neither is got from
# the other by symmetry.
solve_p <- function(f) uniroot(f, c(0, 1), tol = 1e-14)$root

mid_p <- function(x, n, level) {
  tail <- (1 - level) / 2
  c(if (x == 0) 0 else solve_p(function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail),
    if (x == n) 1 else solve_p(function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - tail))
}

pairs <- pairs_up_to(40)
mid_p_rows <- t(apply(pairs, 1, function(r) c(r, mid_p(r[["x"]], r[["n"]], 0.95), mid_p(r[["x"]], r[["n"]], 0.90))))
mid_p_table <- table_of(c("x", "n", "mid_p_95_low", "mid_p_95_high", "mid_p_90_low", "mid_p_90_high"), mid_p_rows)

# ---- binomial test -------------------------------------------------------------------------------------------------

references <- c(0.1, 0.2, 0.5, 0.7)
alternatives <- c("two.sided", "greater", "less")
settings <- expand.grid(alternative = alternatives, reference = references, stringsAsFactors = FALSE)

binomial_rows <- t(apply(pairs_up_to(25), 1, function(r) {
  c(r, mapply(function(reference, alternative) {
    binom.test(r[["x"]], r[["n"]], p = reference, alternative = alternative)$p.value
  }, settings$reference, settings$alternative))
}))
binomial_table <- table_of(
  c("x", "n", paste(settings$reference, sub("two.sided", "two-sided", settings$alternative, fixed = TRUE))),
  binomial_rows
)

# ---- Fisher --------------------------------------------------------------------------------------------------------

set.seed(20240302L, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

draw_table <- function(i) {
  n1 <- sample(9:120, 1L)
  n2 <- if (i %% 2L == 0L) n1 else sample(9:120, 1L)
  rate <- runif(1)
  shift <- sample(c(0, 0.1, -0.2), 1L)
  c(rbinom(1, n1, rate), n1, rbinom(1, n2, min(max(rate + shift, 0), 1)), n2)
}

tables <- t(vapply(1:600, draw_table, numeric(4L)))
fisher_rows <- t(apply(tables, 1, function(r) {
  c(r, fisher.test(matrix(c(r[1], r[2] - r[1], r[3], r[4] - r[3]), 2))$p.value)
}))
fisher_table <- table_of(c("x1", "n1", "x2", "n2", "p_value"), fisher_rows)

write_json(
  list(
    made_with = made_with("tests/oracles/r/record_exact_tests.R"),
    mid_p = mid_p_table, binomial = binomial_table, fisher = fisher_table
  ),
  "tests/oracles/recorded/exact_tests.json"
)
