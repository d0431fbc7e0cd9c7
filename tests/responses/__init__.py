"""Tests of responses files, threads, policy and the sanitiser."""
