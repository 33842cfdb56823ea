"""A static site generator for explained news briefings.

Files become records, records become a site, a site becomes pages, pages become files.
"""

__version__ = "0.1.0"
