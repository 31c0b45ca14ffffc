"""What a partner changes while a contract is signed: pauses, who joins and leaves the group, who speaks for it."""
