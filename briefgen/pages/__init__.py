"""A site becomes pages: addresses and views."""
