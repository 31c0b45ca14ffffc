"""Billing: what may be charged, invoices with gapless numbers, and their documents.

| room       | what lives there                                                                          |
|---|---|
| items/     | what may be charged: dated terms, what a cancellation costs, recording, VAT, one item's line |
| invoices/  | from items to issued invoices: the month's run, drafts, numbers, due days, references, selling/ |
| entering/  | items that come of no session: entered by somebody, and withdrawn                          |
| aside/     | lines that finance holds or leaves out, with the reason and the way back                   |
| exempting/ | processes that finance has freed of VAT, with the ground                                    |
| credits/   | credit notes: what of an invoice is taken back, and what becomes of its items              |
| disputes/  | lines that a customer disputes, and what finance decides                                   |
| delivery/  | each try to bring a document to its customer, by the operators that are set                |
| documents/ | issued invoices as people read them: lists, one with its lines, the PDF with its words and template |

A room imports those above it only; but what a run takes, `invoices/` asks of aside/, exempting/ and disputes/.
`handlers/` says which function answers which message, `tables/` what is kept. Above them all, what is told of a whole
process and of one record: `process_costs.py`, `record_charges.py`.
Begin at `items/recording.py`, then `invoices/issuing.py`.
"""
