"""Questions evaluated over arrays of papers: shared by engines that hand out who has which term and leave the rest to us."""
