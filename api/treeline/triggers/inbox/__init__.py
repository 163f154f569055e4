"""Events from elsewhere: each is a row before anybody is told that it was taken, and then a run a listening node."""
