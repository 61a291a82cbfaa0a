# Reading a run with R: Rscript reading-a-run.R runs/gaussian
#
# Base R reads the CSV. Parquet wants the package arrow, results.jsonl the package jsonlite; each is used where it is installed.
# The flat tables are made by
#   genloss export-data runs/gaussian -o runs/gaussian/table.csv
#   genloss export-data runs/gaussian -o runs/gaussian/table.parquet

given <- commandArgs(trailingOnly = TRUE)
run <- if (length(given) > 0) given[1] else "runs/gaussian"

# check.names = FALSE keeps names such as enrichment.share and sample.size as they are; only an empty field is missing
table <- read.csv(file.path(run, "table.csv"), check.names = FALSE, na.strings = "")
cat(format(nrow(table), big.mark = ","), "rows\n")
str(table)

if (requireNamespace("arrow", quietly = TRUE)) {
  parquet <- as.data.frame(arrow::read_parquet(file.path(run, "table.parquet")))
  stopifnot(nrow(parquet) == nrow(table), isTRUE(all.equal(parquet$value, table$value)))
}
if (requireNamespace("jsonlite", quietly = TRUE)) {
  lines <- jsonlite::stream_in(file(file.path(run, "results.jsonl")), verbose = FALSE)
  stopifnot(nrow(lines) == nrow(table), isTRUE(all.equal(lines$value, table$value)))
}

# one measure over generations: the mean over lineages of each arm, with Student's interval
whole <- table[is.na(table$band), ]
measure <- whole$measure[1]
own <- whole[whole$measure == measure & !is.na(whole$value), ]
points <- aggregate(value ~ arm + generation, own, function(x) {
  reach <- if (length(x) > 1) qt(0.975, length(x) - 1) * sd(x) / sqrt(length(x)) else NA
  c(mean = mean(x), low = mean(x) - reach, high = mean(x) + reach)
})
points <- cbind(points[c("arm", "generation")], points$value)
arms <- unique(points$arm)

pdf(file.path(run, "reading-a-run.pdf"), width = 3.35, height = 2.6, pointsize = 8)
par(mar = c(3.2, 3.4, 0.5, 0.5), mgp = c(2.1, 0.6, 0))
plot(range(points$generation), range(points$mean), type = "n", xlab = "generation", ylab = measure)
for (i in seq_along(arms)) {
  line <- points[points$arm == arms[i], ]
  line <- line[order(line$generation), ]
  lines(line$generation, line$mean, lty = i)
  # none at generation 0, where all lineages are the same
  wide <- line[which(line$high > line$low), ]
  arrows(wide$generation, wide$low, wide$generation, wide$high, length = 0.01, angle = 90, code = 3, col = "grey60")
}
legend("topright", legend = arms, lty = seq_along(arms), bty = "n")
invisible(dev.off())

# paired differences at the last generation: lineages with the same seed share their human data
last <- own[own$generation == max(own$generation), ]
against <- arms[1]
for (arm in arms[-1]) {
  pairs <- merge(last[last$arm == arm, c("seed", "value")], last[last$arm == against, c("seed", "value")], by = "seed")
  if (nrow(pairs) < 2 || sd(pairs$value.x - pairs$value.y) == 0) next # nothing to judge by
  test <- t.test(pairs$value.x, pairs$value.y, paired = TRUE)
  cat(sprintf("%s: %s - %s = %.4g, 95%% interval %.3g to %.3g, %d pairs, p %.3g\n",
              measure, arm, against, test$estimate, test$conf.int[1], test$conf.int[2], nrow(pairs), test$p.value))
}
