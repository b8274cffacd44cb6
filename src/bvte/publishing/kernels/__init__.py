"""Ways to run the cells of one notebook, as engines of papermill."""

# Names of the engines: a kernel started for the run, and one forked from a process where all is imported.
STARTED, FORKED = "started", "forked"
