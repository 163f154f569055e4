"""What ran: runs and their steps, for the team, for programs, and by numbers."""
