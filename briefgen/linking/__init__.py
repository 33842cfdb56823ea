"""Names and claims are found in text."""
