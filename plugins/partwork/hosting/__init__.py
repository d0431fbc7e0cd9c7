"""Hosting: what a host must be told beside the pages, and a writer for each host."""
