"""What pages of money of both doors share."""
