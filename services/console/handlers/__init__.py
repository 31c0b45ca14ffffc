"""One function per message: what the console answers, and what an event that it hears puts on a card."""
