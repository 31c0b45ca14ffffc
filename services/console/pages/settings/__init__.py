"""What the provider sets once and changes seldom: where each of it is, and what an empty platform still lacks."""
