"""One process: proposal, contract, signing, goals, reviews, how it goes on."""
