"""Bringing handoffs to the clinics: e-mail, signed webhook, FHIR."""
