"""What a picture consists of: a file an element."""
