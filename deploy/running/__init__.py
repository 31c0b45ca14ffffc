"""Any one process of the operating system, from its start to its end; nothing here knows which ones there are."""
