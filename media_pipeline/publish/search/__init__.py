"""The indexes that the page “Find” searches."""
