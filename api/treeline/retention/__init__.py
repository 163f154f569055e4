"""Removes unused data after a while: unfinished uploads, unused content, old keys."""
