"""One version of the paper: which one counts, where its numbers come from, its clauses and its text.

| module | what |
|---|---|
| versions | which one counts, which one is being made, and beginning the next |
| drafting, as_accepted, renewed_terms | from the accepted proposal, or from the contract that is renewed, to a draft |
| terms, promised_times | its numbers, and the days that follow from what was promised |
| fitting | how many of a renewal's sessions find a day |
| price_rows, where_rows, introducing | rows of papers: what it costs; where and when it is wished; who supervises |
| clauses, wording, paper | its clauses, their words in three languages, and the text that is signed |
"""
