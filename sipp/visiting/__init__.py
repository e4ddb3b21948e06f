"""Visits to web pages of others, to see whether a link opens. Only the public internet is ever reached."""
