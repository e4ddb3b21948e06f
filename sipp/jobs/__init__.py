"""What happens later: the outbox, the search index in step, the schedule."""
