"""The forms a table can be given: for the terminal, as CSV, JSON, XLSX."""
