"""The only doors to the net. Every one is shut until a setting opens it; what comes back is a record, never a finding."""
