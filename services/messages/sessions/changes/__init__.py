"""What a change of the contract or a supervisor's days away make of the sessions: plans, orders and facts."""
