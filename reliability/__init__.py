"""What the book of record is held to: kills, two databases, flipped bytes, failing disks, speed. Each a command with a seed."""
