"""The calendar, one session, weekly hours."""
