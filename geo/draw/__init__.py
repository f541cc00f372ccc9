"""One back end for each medium; all read the same Choropleth."""
