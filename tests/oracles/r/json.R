# A small JSON writer for the oracle recordings, in base R alone: nothing needs installing besides R and `survival`,
# and the layout (one vector a line) keeps differences between two recordings readable.
#
#   named list           -> object          unnamed list -> array
#   atomic vector        -> array, also when it has length one
#   scalar(x)            -> a bare value    NULL         -> null
#   matrix               -> array of rows
#
# A number that R holds as NA, NaN or Inf is written as null: not defined. Other doubles get 17 significant digits, which
# identify a double exactly; whole numbers print as such.

scalar <- function(x) structure(list(x), class = "json_scalar")

json_number <- function(x, digits = 17L) {
  ifelse(is.finite(x), sprintf(paste0("%.", digits, "g"), as.double(x)), "null")
}

json_text <- function(x) {
  x <- gsub("\\", "\\\\", x, fixed = TRUE)
  x <- gsub("\"", "\\\"", x, fixed = TRUE)
  x <- gsub("[\r\n\t]+", " ", x)
  ifelse(is.na(x), "null", paste0("\"", x, "\""))
}

json_values <- function(x, digits = 17L) {
  if (is.factor(x)) x <- as.character(x)
  if (is.character(x)) return(json_text(x))
  if (is.logical(x)) return(ifelse(is.na(x), "null", ifelse(x, "true", "false")))
  json_number(x, digits)
}

# indent = NULL writes everything on one line.
to_json <- function(x, indent = 0L) {
  newline <- function(extra) if (is.null(indent)) "" else paste0("\n", strrep(" ", indent + extra))
  deeper <- if (is.null(indent)) NULL else indent + 1L
  colon <- if (is.null(indent)) ":" else ": "
  if (is.null(x)) return("null")
  if (inherits(x, "json_scalar")) return(json_values(unclass(x)[[1]]))
  if (inherits(x, "json_raw")) return(unclass(x))
  if (is.matrix(x)) {
    rows <- vapply(seq_len(nrow(x)), function(i) to_json(unname(x[i, ]), NULL), "")
    return(paste0("[", paste(rows, collapse = ","), "]"))
  }
  if (is.list(x)) {
    if (length(x) == 0L) return(if (is.null(names(x))) "[]" else "{}")
    parts <- vapply(x, to_json, "", indent = deeper)
    named <- !is.null(names(x))
    if (named) parts <- paste0(json_text(names(x)), colon, parts)
    brackets <- if (named) c("{", "}") else c("[", "]")
    return(paste0(brackets[1], newline(1L), paste(parts, collapse = paste0(",", newline(1L))), newline(0L), brackets[2]))
  }
  paste0("[", paste(json_values(unname(x)), collapse = ","), "]")
}

# Inputs with few decimals are written as they were meant (0.1, not 0.10000000000000001). Only for numbers that are the
# double nearest to a decimal of at most 15 digits, so that a reader gets the same double back.
short_numbers <- function(x) {
  text <- sprintf("%.15g", x)
  stopifnot(all(as.numeric(text) == x))
  structure(paste0("[", paste(text, collapse = ","), "]"), class = "json_raw")
}

made_with <- function(script) {
  list(
    script = scalar(script),
    r = scalar(R.version.string),
    survival = scalar(if ("survival" %in% loadedNamespaces()) as.character(packageVersion("survival")) else NA_character_)
  )
}

write_json <- function(x, path, compact = FALSE) {
  connection <- if (grepl("\\.gz$", path)) gzfile(path, "wb", compression = 9) else file(path, "wb")
  on.exit(close(connection))
  writeLines(to_json(x, if (compact) NULL else 0L), connection, useBytes = TRUE)
  message("wrote ", path)
}
