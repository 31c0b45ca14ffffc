"""The board, one process, and the steps that arrange it."""
