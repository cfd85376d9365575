"""What is true of the Code and of judging it. Pure: no disk, clock, network or randomness."""
