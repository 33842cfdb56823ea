"""Editorial rules over a finished site."""
