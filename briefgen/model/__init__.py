"""What things are: records, documents, the site, views. Types only."""
