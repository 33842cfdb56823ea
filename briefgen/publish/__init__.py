"""What a build made goes to where readers are: only what changed, in an order in which nobody meets a broken page."""
