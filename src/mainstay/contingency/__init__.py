"""What if: cases that hit a plan, chance, planning again, and plans side by side."""
