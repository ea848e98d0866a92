"""What is asked, in which words, and what hides between them."""
