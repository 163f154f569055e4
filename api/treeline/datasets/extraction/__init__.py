"""Text out of files: which formats there are, how texts are decoded, and a child process for everything else."""
