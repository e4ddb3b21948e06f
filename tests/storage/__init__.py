"""Files of evidence."""
