"""Who is behind an inquiry: the customer, the contact, the members, and what people are in processes."""
