"""Two entries that turned out to be one person: read as one, and taken over where they were kept."""
