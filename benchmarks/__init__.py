"""Seeded instances and timings against peers, all in one run."""
