"""Scenarios that come with mainstay: one folder each, with its tables, its settings and a README that says what they are.

``tutorial`` is made up and small enough to plan by hand; ``quake-relief`` is an exercise on real ground.
"""
