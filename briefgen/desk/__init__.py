"""What an editor does around building: starting a project, starting a record."""
