"""The work of each command except `build`, which is the pipeline."""
