"""Where vectors are kept and searched: one port, and the stores behind it."""
