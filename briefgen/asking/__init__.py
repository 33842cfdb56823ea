"""Questions about a project: what there is, where it is used, what a page is made of. Reads only."""
