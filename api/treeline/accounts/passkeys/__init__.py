"""Passkeys (WebAuthn): signing in with a device instead of a password."""
