"""Scenario in, plan out."""
