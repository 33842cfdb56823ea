"""The preview: builds what changed while somebody writes, and shows it in the browser at once."""
