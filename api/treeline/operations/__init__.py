"""What runs, and how it is: health, queues, the API document; and the console, served beside them."""
