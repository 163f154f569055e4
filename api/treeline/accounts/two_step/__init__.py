"""Two-step verification: a code from an authenticator app after the first step of a sign-in, and recovery codes."""
