"""Responses: the file, the thread, when it closes, and what a stranger may say in HTML."""
