"""Pictures made of lines: maps, timelines, graphs, as SVG from plain values. Nothing here knows what a record is."""
