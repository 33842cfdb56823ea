"""Random edits to a project: after each, what an incremental build leaves must be what a clean build makes."""
