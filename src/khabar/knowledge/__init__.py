"""What khabar knows before it reads: places by their names in many languages, names across scripts."""
