"""directory: organisations, people with their relations and passkeys, supervisors and their credentials."""
