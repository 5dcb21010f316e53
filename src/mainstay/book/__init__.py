"""The book of record: one journal in which nothing is lost; everything else is folded from it."""
