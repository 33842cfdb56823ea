"""The ground floor: text, dates, digests and diagnostics. Knows nothing of news."""
