"""What is kept: the directory, handoffs and appointments, the outbox, the audit, and how it is forgotten."""
