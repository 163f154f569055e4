"""When a schedule is due: what its node says, as a cron expression in a time zone, and the times that follow."""
