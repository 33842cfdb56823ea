"""The index that readers search: words of a text, and the form in which MiniSearch reads them."""
