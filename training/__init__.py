"""Data -> learned models and weights. `make train`; never needed at run time."""
