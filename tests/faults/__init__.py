"""What happens when something goes at the worst moment: nothing is lost and nothing is there twice."""
