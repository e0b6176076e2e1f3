"""What the page “Find” searches in."""
