"""What apps do with knowledge bases: chats, agents and nodes of workflows search them."""
