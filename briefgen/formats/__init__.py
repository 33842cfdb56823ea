"""What a site says to machines and subscribers: structured data, feeds, sitemaps, exports. Pages for people are made below."""
