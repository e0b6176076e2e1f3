"""Podcast feeds, and the lists of them."""
