"""What each program may say and hear at the broker: one table, made from the code, by which the broker is set up."""
