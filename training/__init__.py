"""Learning on a demo firm: the generator of its papers, exercises, grading. Knows the core only, neither reading nor searching."""
