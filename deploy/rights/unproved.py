"""What a door asks without anybody's proof, and why: it is answered to whoever has the door's seed.

Everything else that a door asks names who asks it, and whoever answers sees the proof of that person
(services/runtime/commands/proving.py). No other question is granted to a door.
"""

UNPROVED = {
    # Before anybody is known.
    "directory.find_addressee": "who signs in with an address: the id alone, so many times a minute",
    "directory.find_first_link": "the link of the first administrator, by the hash of its secret",
    "directory.show_proof_keys": "which proofs have ended, by names of which nobody makes one",
    "contracts.show_paper_link": "who has a mailed link has its text",
    "intake.show_inquiry_link": "who has a mailed link has its text",
    "contracts.show_what_became": "of a link that is over: whether its version counts, and nothing that is in it",
    # For anybody who has the file.
    "contracts.show_sealed_paper": "whether we have sealed it, by its hash",
    "contracts.show_seal_certificates": "by which seals are checked",
    # What the provider tells everybody, or is on each of its papers and letters.
    "billing.show_seller": "the provider itself",
    "directory.show_promises": "what it promises",
    "intake.list_prices": "what it costs",
    # How it is run.
    "*.report_state": "how a program is, and what it was refused",
    "process.read_clock": "what time it is",
}
"""`service.question` -> what it tells whom."""
