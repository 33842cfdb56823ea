"""Pages become files: themes, rendering, the ledger, writing."""
