"""The search machine: understands a citizen's words and finds the things they may mean."""
