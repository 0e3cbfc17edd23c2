"""How messages leave the house: a module for each way."""
