"""Pages for citizens, in Indonesian and English."""
