"""What became of each session, by whose word, and what nobody recorded.

| module | what |
|---|---|
| attendance, absences | held, cancelled, nobody came; one member who cannot come |
| cancelled_before, unrecorded | said afterwards, by the supervisor or for one who left |
| correcting, recorded_words | recorded otherwise, and every word that was said |
| chasing | asks for what is not recorded in its time |
"""
