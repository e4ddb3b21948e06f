"""Machines that reach people: mail."""
