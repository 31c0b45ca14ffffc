"""Sessions: availability, the planned series, attendance, goals, reviews and confidential notes."""
