"""Changes to records in the writer’s own files: exactly what is meant, everything else letter for letter as it was."""
