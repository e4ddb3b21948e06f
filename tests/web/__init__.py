"""The pages over HTTP, in process: what they show, what they refuse, what they keep."""
