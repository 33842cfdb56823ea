"""What holds on a given day: a claim's status, a person's role, who controls a place."""
