"""Facts as rows of a period, one file per subject: what a metric counts."""
