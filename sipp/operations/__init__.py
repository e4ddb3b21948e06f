"""What people can do: the only layer that changes data. Nothing here knows HTTP, and nothing here commits."""
