"""Talking to the running assistant and holding its replies against expectations."""
