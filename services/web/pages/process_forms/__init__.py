"""Forms and looks of a process that both doors have: the pages of each door are made of them.

| module | what |
|---|---|
| ending, earlier_end | ended before its last day, by notice or by agreement |
| pausing, moving_series, free_times, days | it stands still; other times, and the days that an address names |
| first_day | the session that stands on the first day of what is about to change |
| changed_days | what a change of the contract makes of the sessions |
| what_held | what held on a day: the people and the terms |
| joining, representing, interest | who joins, who speaks for the group, what a supervisor has to do with the parties |
"""
