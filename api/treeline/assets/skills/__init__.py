"""Skills: folders with a SKILL.md, as agents find them."""
