"""The house's own people: cards of every process and a worklist, projected from events; who looks after what."""
