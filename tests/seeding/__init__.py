"""What `sipp seed` loads: counted against checked-in tables, and looked at row by row."""
