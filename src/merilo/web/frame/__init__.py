"""What every page stands in: the frame, words, errors, the log."""
