"""From a complete paper to a contract: each consent and signature with its evidence, and a no to either.

| module | what |
|---|---|
| signing_order | who signs when, as a rule |
| signatures, effects | consents and signatures; what the last one does |
| interests, meetings | what must be said or held before anybody signs |
| eligibility | whether who is to take over still can |
| declining, refusing | a party's no, a member's no |
| withdrawing, deadlines | the paper is taken back from its signers; it stands still too long |
| draft_days, lapsing_drafts | by when a renewal's draft is completed; nobody does, and it comes to nothing |
"""
