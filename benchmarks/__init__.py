"""What the platform promises of its speed, measured on real servers; each prints its figures and may fail."""
