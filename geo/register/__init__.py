"""Registers: files of things, one row each, with coordinates. They are read in parts of bounded size."""
