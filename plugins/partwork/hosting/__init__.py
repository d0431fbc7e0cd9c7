"""Hosting: what each host reads about addresses of the past and about headers. No Pelican."""
