"""From an inquiry to a signed contract: screening, matching, proposal, the paper and its signatures."""
