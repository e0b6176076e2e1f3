"""What must run and why, and where it runs."""
