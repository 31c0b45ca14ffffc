"""The map. `Show...` stands for every message whose name begins so; a test holds it against `messages/`.

| service   | owns                                             | answers (commands)                         | listens to                            | says (events) |
|---|---|---|---|---|
| directory | organisations, departments, people, relations, admissions, passkeys, supervisors, credentials, promises | RegisterOrganisation, ChangeOrganisation, RegisterDepartment, ChangeDepartment, RegisterPerson, FindPerson, ChangePerson, ChangeAddress, RelatePerson, EndRelation, AskAdmission, AnswerAdmission, FindOrganisation, KeepFirstLink, FindFirstLink, UseFirstLink, KeepPasskey, FindPasskey, UsePasskey, RemovePasskey, RegisterSupervisor, RecordCredential, SetPromises, Show..., List..., AcceptPerson, ChangeAddress | - | Organisation..., Department..., Person..., Admission..., SupervisorRegistered, CredentialRecorded |
| intake    | inquiries, screening, matching, proposals, prices | SubmitInquiry, DecideScreening, ShortlistSupervisors, ChooseSupervisor, SetPrice, SendProposal, AnswerProposal, ExpireProposal, RemindOfStep, FindProcess, Show..., List... | directory, contracts | InquiryReceived, ScreeningDecided, SupervisorMatched, Proposal..., StepOverdue, SuccessorNumbered |
| contracts | contract versions, clauses, consents, signatures, continuation | DraftContract, CompleteContract, RecordConsent, RefuseConsent, SignContract, DeclineSigning, WithdrawContract, AskToSignAgain, RemindSigner, ExpireContract, AskContinuation, ChooseContinuation, EndProcess, IsMember, Show..., List..., RemindOfDraft, AskToSignAgain, RefuseConsent, WithdrawContract | sessions | ContractCompleted, Signature..., SigningDeclined, ContractSigned, ContractWithdrawn, ContractExpired, Continuation..., ProcessRenewed, ProcessClosed, DraftOverdue, ConsentAsked, ConsentGiven, ConsentRefused, ConsentRefused, ContractWithdrawn |
| sessions  | availability, series, attendance, goals, reviews, notes | OfferAvailability, WithdrawAvailability, PreviewSeries, PlanSeries, SettleSeries, MoveSession, PreviewCancellation, CancelSession, RecordHeld, RecordNoShow, SetGoal, ScoreGoal, ReleaseGoal, OpenReview, RecordReview, WaiveReview, RemindReview, ConsentToReview, WriteNote, ReadNote, List..., Show... | contracts | SeriesPlanned, Session..., Review..., ConfirmationOverdue |
| billing   | terms in force, billable items, invoices, numbers | SetSeller, PlanBilling, RunBilling, QuoteCancellation, FindInvoice, List..., Show... | contracts, sessions | InvoiceIssued, InvoiceHeld, InvoiceFreed |
| notices   | mails and calendar invitations                   | CountNotices, ChooseMails, MailSignInCode, SendAgain, LeaveUndelivered, SendTrialMail, List..., Show... | directory, intake, contracts, sessions, billing  | - |
| console   | cards of processes, tasks, timelines, who looks after what | RebuildBoard, Show... | directory, intake, contracts, sessions, billing | - |

`messages/` is what they say to each other, `runtime/` is how each of them runs, `wording/` is what several of them say
to people with the same words. No service imports another. Every one also answers about itself
(`messages/operations.py`), the two doors also about who opened what there; the worker answers about processes
(`messages/process.py`).
"""
