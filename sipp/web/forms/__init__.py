"""Forms: they check the shape of what was typed; what it means is decided in operations."""
