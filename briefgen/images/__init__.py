"""Pictures: measured, freed of what cameras write into them, encoded in the sizes that pages ask for, and drawn for cards."""
