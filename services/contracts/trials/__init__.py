"""Trial sessions before the year's contract: a lighter agreement, and a decision by both sides.

| module | what |
|---|---|
| agreeing, deadlines, deciding | the rules: who says yes until when, the decision's times, go or no-go |
| opening | the row, from the accepted proposal |
| preparing | who tries it and from when on; the days that sessions finds |
| agreements, declining | everybody's yes to it; a no |
| decisions | both sides' word after it, or a coordinator's that it comes to nothing |
| looking | what is due, when its process looks at it |
| costs | what it comes to in all |
| shown | to whom what of it |
| on_paper | its agreement: between whom, whom to call, who sees what |
| leavers | a member leaves it |
| looking_ahead | what preparing it now would come to |
"""
