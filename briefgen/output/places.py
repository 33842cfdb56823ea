"""Names of the folders briefgen keeps for itself. Imports nothing, for those who must be quick."""

STORE = ".briefgen"
"""Folder for everything that can be made again; safe to delete."""
