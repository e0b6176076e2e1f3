"""A copy of the site on a memory stick."""
