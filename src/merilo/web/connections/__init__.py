"""Connections: systems that are read by themselves, and how an administrator keeps them."""
