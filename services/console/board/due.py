"""How long people have to act."""

# Domain, part 2: a screening is decided in two working days, the next steps in three; a review in 14 days.
SCREENING_WORKING_DAYS = 2
STEP_WORKING_DAYS = 3
REVIEW_DAYS = 14
