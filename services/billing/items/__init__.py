"""What may be charged: each thing that happened, by the terms of its day."""
