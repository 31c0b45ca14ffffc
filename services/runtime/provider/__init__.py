"""What everybody who shows the provider keeps of it: under which name it goes, which logo it has, which languages it
serves."""
