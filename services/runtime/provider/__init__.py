"""What everybody who shows the provider keeps of it: under which name it goes, and which logo it has."""
