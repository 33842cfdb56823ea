"""The language server: what editors ask while somebody writes. Changes no file; what is unsaved counts."""
