# Records two files with base R:
#   tests/oracles/recorded/proportions.json     confidence limits of every x of n, n = 1..40
#   tests/oracles/recorded/quantile_types.json  quantiles of plain numbers, types 2 and 7
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_proportions.R
# Needs R, nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")

# ---- proportions ---------------------------------------------------------------------------------------------------

clopper_pearson <- function(x, n, level) as.vector(binom.test(x, n, conf.level = level)$conf.int)

# prop.test without continuity correction is Wilson's score interval. Its warning that the chi-square approximation may be
# poor concerns the test, not the interval.
wilson <- function(x, n, level) {
  as.vector(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}

# Equal-tailed interval of Beta(x + 1/2, n - x + 1/2), with the usual rule at the ends: the lower limit is 0 for x = 0, the
# upper limit is 1 for x = n (Brown, Cai and DasGupta 2001).
jeffreys <- function(x, n, level) {
  tail <- (1 - level) / 2
  c(if (x == 0) 0 else qbeta(tail, x + 0.5, n - x + 0.5),
    if (x == n) 1 else qbeta(tail, x + 0.5, n - x + 0.5, lower.tail = FALSE))
}

methods <- list(clopper_pearson = clopper_pearson, wilson = wilson, jeffreys = jeffreys)
levels <- c(0.95, 0.90)
columns <- c("x", "n", unlist(lapply(levels, function(level) {
  paste(rep(names(methods), each = 2), round(100 * level), c("low", "high"), sep = "_")
})))

pairs <- do.call(rbind, lapply(1:40, function(n) cbind(x = 0:n, n = n)))
rows <- t(apply(pairs, 1, function(pair) {
  x <- pair[["x"]]
  n <- pair[["n"]]
  c(x, n, unlist(lapply(levels, function(level) lapply(methods, function(method) method(x, n, level)))))
}))
dimnames(rows) <- NULL
stopifnot(ncol(rows) == length(columns), nrow(rows) == sum(2:41))

rows_text <- apply(rows, 1, function(row) to_json(row, NULL))
write_json(
  list(
    made_with = made_with("tests/oracles/r/record_proportions.R"),
    columns = columns,
    rows = structure(paste0("[\n", paste(rows_text, collapse = ",\n"), "\n]"), class = "json_raw")
  ),
  "tests/oracles/recorded/proportions.json"
)

# ---- quantiles of plain numbers ------------------------------------------------------------------------------------

# Type 2 is SAS's default (PCTLDEF=5: the inverse of the empirical distribution, averaged at its steps); type 7 is the
# default of R and NumPy. One vector of each length 1..30, in turn whole numbers with ties, halves, and sixteenths of both
# signs; all of them exact in binary, so that the averages are, too.
set.seed(20240301L, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
probs <- c(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)

draw <- function(n) {
  switch(n %% 3L + 1L,
    sample(0:12, n, replace = TRUE),
    sample(0:120, n, replace = TRUE) / 2,
    sample(-400:400, n, replace = TRUE) / 16
  )
}

vectors <- lapply(1:30, function(n) {
  x <- draw(n)
  list(x = short_numbers(x),
       type_2 = quantile(x, probs, type = 2, names = FALSE),
       type_7 = quantile(x, probs, type = 7, names = FALSE))
})

write_json(
  list(made_with = made_with("tests/oracles/r/record_proportions.R"), probs = probs, vectors = vectors),
  "tests/oracles/recorded/quantile_types.json"
)
