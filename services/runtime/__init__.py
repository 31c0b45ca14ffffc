"""How a service runs, with no business noun in it: asking, announcing, listening, database, clock, logs."""
