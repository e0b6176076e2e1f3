"""The work of each command but `build`, which is the pipeline."""
