"""What finance keeps from being invoiced, line by line, with its reason and the way back."""
