"""Clinics, openings, appointments and handoffs: the rules, without any I/O."""
