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
    "directory.list_promises": "since when",
    "directory.show_languages": "which languages it serves",
    "directory.list_languages": "since when",
    "directory.show_logo": "its logo",
    "directory.list_logos": "since when",
    "directory.show_picture": "a picture, by the id that a proposal holds",
    "directory.show_supervisor_picture": "which one a supervisor is introduced by, by their id",
    "intake.list_prices": "what it costs",
    "billing.show_travel_price": "what a journey costs",
    "billing.list_travel_prices": "since when",
    "contracts.list_clause_texts": "the words of its contracts",
    "contracts.show_clause_text": "the words of its contracts",
    "contracts.preview_clause_text": "what is sent in, as it would look",
    "contracts.print_clause_text": "what is sent in, as it would look",
    "contracts.show_texts_confirmed": "whether a lawyer has read them",
    "notices.list_letter_texts": "the words of its letters",
    "notices.show_letter_text": "the words of its letters",
    "notices.preview_letter_text": "what is sent in, as it would look",
    # How it is run.
    "*.report_state": "how a program is, and what it was refused",
    "billing.show_run_mode": "whether a month waits for somebody's word",
    "directory.show_permission": "yes or no: whether a person whose id is known may do something",
    "process.read_clock": "what time it is",
}
"""`service.question` -> what it tells whom."""
