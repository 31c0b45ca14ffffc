"""The map.

| service   | owns                                             | answers (commands)                         | listens to                            | says (events) |
|---|---|---|---|---|
| directory | organisations, people, supervisors, credentials  | Register..., Relate..., Show..., List...   | -                                     | ...Registered, CredentialRecorded, PersonRelated |
| intake    | inquiries, screening, matching, proposals, prices| SubmitInquiry, DecideScreening, ChooseSupervisor, SendProposal, AnswerProposal | contracts | InquiryReceived, ScreeningDecided, SupervisorMatched, Proposal..., StepOverdue |
| contracts | contract versions, clauses, signatures, continuation | DraftContract, CompleteContract, SignContract, ChooseContinuation, EndProcess | sessions | SignatureAsked, ContractSigned, Continuation..., ProcessRenewed, ProcessClosed |
| sessions  | availability, series, attendance, goals, reviews, notes | PlanSeries, MoveSession, CancelSession, RecordHeld, SetGoal, RecordReview, WriteNote | contracts | SeriesPlanned, Session..., Review..., ConfirmationOverdue |
| billing   | terms in force, billable items, invoices         | SetSeller, RunBilling, ListInvoices        | contracts, sessions                   | InvoiceIssued |
| notices   | mails and calendar invitations                   | CountNotices                               | intake, contracts, sessions, billing  | - |

`messages/` is what they say to each other, `runtime/` is how each of them runs. No service imports another.
"""
