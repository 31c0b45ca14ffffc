"""Our own processes as children of one that has imported already what they need. Linux only."""
