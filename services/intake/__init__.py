"""Intake: inquiries, screening, matching, proposals and the price list.

| where | what |
|---|---|
| inquiries, changing, history, steps | an inquiry is received, put right, and waits for somebody |
| askers/ | who asks: their customer, and who belongs to it |
| screening, promised_times | is it supervision; until when each step is to be taken |
| supervisors/ | who could supervise, and what they have to do with the parties |
| offers/ | price list, proposals, and a successor's number |
| links | links of mails that lead to an inquiry are opened here |
| progress | how far it has come, for who begins its process anew |
| queries, inquiry_cards | which inquiries are in a viewer's reach, and what of them is shown |
"""
