"""From the drop folder to stories: find, settle, digest, probe, and read what people said."""
