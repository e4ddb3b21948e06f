"""The doors to the outside over HTTP."""
