"""Before anybody signs in: the front page, the inquiry, privacy, accessibility."""
