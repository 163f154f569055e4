"""Code and templates of app builders: run by interpreters without I/O, in processes with limits."""
