"""Personal access tokens: how scripts and CI call the console API as a member."""
