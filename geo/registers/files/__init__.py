"""Registers: files of things, one row each, with coordinates, read in parts of bounded size."""
