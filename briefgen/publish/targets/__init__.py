"""One file for each kind of target. Nothing outside this folder knows how a host is spoken to."""
