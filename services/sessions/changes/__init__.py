"""What becomes of the sessions when a contract changes, or when a supervisor's days fall away.

| module | what |
|---|---|
| amending, handing_over | the next version holds; another supervisor takes over |
| handed_times | at which times |
| looking_at_handing_over | what that would make of the sessions, before anybody is asked |
| pausing, ending | it stands still, it ends before its time |
| handing_back | who stands in leaves: theirs goes to who comes after |
| staying | a supervisor does not leave after all |
| days_away | everything of a supervisor's days away, of whatever process |
"""
