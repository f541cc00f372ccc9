"""What a scene is drawn on: a file a back end."""
