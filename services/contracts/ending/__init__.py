"""How a contract ends: on its last day, before it, or by going on in another.

| module | what |
|---|---|
| continuation, choosing, choosing_anew | how it goes on: asked, chosen, taken back, carried out |
| renewal_shown | what would follow, before anybody chooses |
| last_days | until when it goes on still |
| terminating, notice_periods | a party ends it by its notice |
| earlier_ends, earlier_ends_shown, earlier_ends_asked | all three parties agree on an earlier day |
| ending_at_once | without notice, and a coordinator confirms it |
| terminations | the word that holds, of any of these |
"""
