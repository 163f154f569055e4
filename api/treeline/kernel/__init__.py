"""What every feature stands on. Knows no feature; nothing enters before two features use it."""
