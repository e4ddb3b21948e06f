"""The back office: how officers come in, their own account, the people of an agency. Indonesian only."""
