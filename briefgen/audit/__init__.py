"""Judging a built static site, whoever built it: what readers, search engines and a careful host would object to.

Standard library only, and nothing of the rest of briefgen but the profile of structured data and the vocabulary.
"""
