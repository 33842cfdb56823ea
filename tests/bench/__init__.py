"""The benchmark: how long briefgen takes, and how much memory, on projects that it makes up itself (docs/performance.md)."""
