"""What Temporal has written down about a workflow: read for people, and counted."""
