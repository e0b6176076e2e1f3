"""Media work: loudness, audio, video, pictures, lettering, covers and tags."""
