"""directory: organisations, people and their relations, supervisors and their credentials."""
