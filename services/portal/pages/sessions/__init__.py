"""The schedule, moving and cancelling."""
