"""Machines that reach people: mail, SMS, the webhook of a WhatsApp gateway."""
