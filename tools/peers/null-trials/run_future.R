# future.apply on background R sessions: Rscript run_future.R TASKS WORKERS MODE, printing what measure.py says.
# MODE: `one` = a future a task, `auto` = one chunk a worker.
given <- commandArgs(trailingOnly = TRUE)
tasks <- as.integer(given[1])
if (!suppressPackageStartupMessages(requireNamespace("future.apply", quietly = TRUE))) {
  message("not installed (Debian: r-cran-future.apply)")
  quit(status = 3)
}
future::plan(future::multisession, workers = as.integer(given[2]))
null <- function(k) k
run <- function(n) {
  size <- if (given[3] == "one") 1 else NULL
  invisible(future.apply::future_lapply(seq_len(n), null, future.chunk.size = size))
}
run(max(10, tasks %/% 10))
start <- proc.time()[["elapsed"]]
run(tasks)
seconds <- proc.time()[["elapsed"]] - start
cat(sprintf('{"version": "%s", "seconds": %.6f, "tasks": %d}\n', packageVersion("future.apply"), seconds, tasks))
