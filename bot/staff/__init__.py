"""The clinic's view: an inbox of handoffs behind a login."""
