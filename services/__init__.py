"""The map. `Show...` stands for every message whose name begins so; a test holds it against `messages/`.

| service   | owns                                             | answers (commands)                         | listens to                            | says (events) |
|---|---|---|---|---|
| directory | organisations, people, supervisors, credentials  | RegisterOrganisation, RegisterPerson, RegisterSupervisor, RecordCredential, RelatePerson, Show..., List... | - | OrganisationRegistered, PersonRegistered, PersonRelated, SupervisorRegistered, CredentialRecorded |
| intake    | inquiries, screening, matching, proposals, prices | SubmitInquiry, DecideScreening, ShortlistSupervisors, ChooseSupervisor, SetPrice, SendProposal, AnswerProposal, ExpireProposal, RemindOfStep, Show... | contracts | InquiryReceived, ScreeningDecided, SupervisorMatched, Proposal..., StepOverdue, SuccessorNumbered |
| contracts | contract versions, clauses, consents, signatures, continuation | DraftContract, CompleteContract, RecordConsent, SignContract, RemindSigner, ExpireContract, AskContinuation, ChooseContinuation, EndProcess, Show... | sessions | Signature..., ContractSigned, ContractExpired, Continuation..., ProcessRenewed, ProcessClosed |
| sessions  | availability, series, attendance, goals, reviews, notes | OfferAvailability, PreviewSeries, PlanSeries, SettleSeries, MoveSession, CancelSession, RecordHeld, RecordNoShow, SetGoal, ScoreGoal, ReleaseGoal, OpenReview, RecordReview, WaiveReview, RemindReview, WriteNote, ReadNote, List... | contracts | SeriesPlanned, Session..., Review..., ConfirmationOverdue |
| billing   | terms in force, billable items, invoices, numbers | SetSeller, PlanBilling, RunBilling, List..., Show... | contracts, sessions | InvoiceIssued |
| notices   | mails and calendar invitations                   | CountNotices                               | intake, contracts, sessions, billing  | - |

`messages/` is what they say to each other, `runtime/` is how each of them runs. No service imports another. Every one
also answers about itself (`messages/operations.py`); the worker answers about processes (`messages/process.py`).
"""
