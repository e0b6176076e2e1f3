"""What lies below every stage: the launcher, atomic files, the parser child."""
