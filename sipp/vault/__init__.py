"""Secrets: tracking codes, sealed identities, drafts under the citizen's own key."""
