"""The databases' schemas: what one consists of, and the next migration step, written by comparison."""
