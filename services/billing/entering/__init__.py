"""Items that come of no session: entered by somebody, and withdrawn while they are on no invoice."""
