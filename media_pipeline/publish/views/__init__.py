"""What pages show of stories, shelves and feeds: frozen and pure, the same for every template."""
