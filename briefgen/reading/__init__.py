"""Files become records: YAML, front matter, Markdown, validation, references."""
