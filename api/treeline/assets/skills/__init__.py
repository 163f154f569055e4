"""Skills: folders with a SKILL.md, as agents look for them."""
