"""What wants an answer today."""
