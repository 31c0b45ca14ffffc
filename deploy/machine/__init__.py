"""One installation on one machine: its folder, ports and secrets, its servers and its databases."""
