"""What one service asks another: a typed question, a typed answer, a refusal with field and reason."""
