# Records tests/oracles/recorded/proportion_difference.json with base R: limits of the difference of two proportions, by
# Newcombe's method 10 and by Miettinen and Nurminen, of every table with two groups of 1 to 8 (those of fisher.json) and
# of larger ones, among them all eight of table II of Newcombe (1998).
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_proportion_difference.R   (a few minutes)
# Needs R, nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")

# ---- Newcombe ------------------------------------------------------------------------------------------------------

# prop.test warns that the chi-square approximation may be poor: that concerns the test, not Wilson's interval.
wilson <- function(x, n, level) {
  as.vector(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}

newcombe <- function(x1, n1, x2, n2, level) {
  one <- wilson(x1, n1, level)
  two <- wilson(x2, n2, level)
  d <- x1 / n1 - x2 / n2
  c(d - sqrt((x1 / n1 - one[1])^2 + (two[2] - x2 / n2)^2), d + sqrt((one[2] - x1 / n1)^2 + (x2 / n2 - two[1])^2))
}

# ---- Miettinen-Nurminen --------------------------------------------------------------------------------------------

# The likeliest p2 under p1 = p2 + d: the log likelihood is concave in p2, so that its derivative is halved in on. A count
# of 0 contributes nothing. Terms are divided, not multiplied out, so that no root is lost or gained.
part <- function(count, p) if (count == 0) 0 else count / p

likeliest <- function(x1, n1, x2, n2, d) {
  low <- max(0, -d)
  high <- min(1, 1 - d)
  for (i in 1:80) {
    p2 <- (low + high) / 2
    p1 <- p2 + d
    slope <- part(x1, p1) - part(n1 - x1, 1 - p1) + part(x2, p2) - part(n2 - x2, 1 - p2)
    if (is.nan(slope)) break
    if (slope > 0) low <- p2 else high <- p2
  }
  (low + high) / 2
}

score <- function(x1, n1, x2, n2, d) {
  p2 <- likeliest(x1, n1, x2, n2, d)
  p1 <- min(max(p2 + d, 0), 1)
  n <- n1 + n2
  (x1 / n1 - x2 / n2 - d) / sqrt((p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1))
}

# Differences run up to 1e-10 from what was seen, where score is 0 or 0 / 0, and from 1 and -1, where it is infinite.
miettinen_nurminen <- function(x1, n1, x2, n2, level) {
  z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  seen <- x1 / n1 - x2 / n2
  solve_d <- function(from, to, target) {
    uniroot(function(d) score(x1, n1, x2, n2, d) - target, c(from, to), tol = 1e-14, maxiter = 10000)$root
  }
  c(if (seen == -1) -1 else solve_d(-1 + 1e-10, seen - 1e-10, z),
    if (seen == 1) 1 else solve_d(seen + 1e-10, 1 - 1e-10, -z))
}

# ---- tables --------------------------------------------------------------------------------------------------------

small <- do.call(rbind, lapply(1:8, function(n1) do.call(rbind, lapply(1:8, function(n2) {
  g <- expand.grid(x1 = 0:n1, x2 = 0:n2)
  cbind(x1 = g$x1, n1 = n1, x2 = g$x2, n2 = n2)
}))))
newcombe_1998 <- rbind(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20),
                       c(0, 10, 0, 10), c(10, 10, 0, 20), c(10, 10, 0, 10))
larger <- rbind(newcombe_1998, c(10, 21, 2, 4), c(8, 17, 7, 13), c(0, 40, 40, 40), c(1, 200, 0, 3), c(150, 300, 9, 9),
                c(20, 20, 37, 37), c(1, 1, 0, 60), c(33, 120, 0, 1))
tables <- rbind(small, larger)

rows <- t(apply(tables, 1, function(r) {
  limits <- lapply(c(0.95, 0.90), function(level) {
    c(newcombe(r[1], r[2], r[3], r[4], level), miettinen_nurminen(r[1], r[2], r[3], r[4], level))
  })
  c(r, unlist(limits))
}))
dimnames(rows) <- NULL
stopifnot(nrow(small) == 1936, ncol(rows) == 12)

text <- apply(rows, 1, function(row) to_json(row, NULL))
write_json(
  list(
    made_with = made_with("tests/oracles/r/record_proportion_difference.R"),
    columns = c("x1", "n1", "x2", "n2",
                paste(rep(c("newcombe_95", "miettinen_nurminen_95", "newcombe_90", "miettinen_nurminen_90"), each = 2),
                      c("low", "high"), sep = "_")),
    rows = structure(paste0("[\n", paste(text, collapse = ",\n"), "\n]"), class = "json_raw")
  ),
  "tests/oracles/recorded/proportion_difference.json"
)
