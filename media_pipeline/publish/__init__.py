"""From what the gate let through to pages and feeds."""
