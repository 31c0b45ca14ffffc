"""Pictures: the provider's logo, dated, and those of supervisors. They are drawn anew before they are kept."""
