"""The leak guard: names that must not leave the desk are looked for in every byte before it is written."""
