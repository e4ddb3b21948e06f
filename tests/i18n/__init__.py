"""Languages, formats and words."""
