"""directory: organisations and their departments, people, relations and passkeys, supervisors and credentials."""
