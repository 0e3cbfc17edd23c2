"""What people type becomes facts: kept here in one transaction, carried into the lake once."""
