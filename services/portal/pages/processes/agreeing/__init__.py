"""Until a contract is signed: the inquiry that was sent, the proposal, the paper, and signing it, also by a link."""
