"""Parts of the HTTP node: fields, bodies, replies."""
