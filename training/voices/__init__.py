"""Recordings and synthetic speech -> the model of signs of synthesis. `python -m training.voices`; never needed at run time."""
