"""What figures mean: attainment, scores, intervals, differences. Pure functions of numbers."""
