"""What a picture of an identity paper says about itself: never who holds it."""
