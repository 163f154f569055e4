"""What every feature builds on. It knows no feature, and contains only what at least two features use."""
