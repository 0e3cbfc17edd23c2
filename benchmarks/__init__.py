"""Merilo beside plain engines, in the same run; ratios matter, seconds are the machine's."""
