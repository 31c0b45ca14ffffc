"""Trial sessions before the contract: a lighter agreement, and go or no-go by both sides."""
