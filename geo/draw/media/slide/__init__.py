"""A Scene as a slide of native shapes."""
