"""A microneedling-for-hair-loss assistant: reviewed answers, safe timing, a way to a dermatologist."""
