"""Taking a story down: from both trees, from what is remembered, and the account of it."""
