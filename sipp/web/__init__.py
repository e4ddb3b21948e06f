"""The doors to the outside over HTTP; assets.py serves what the pages look like."""
