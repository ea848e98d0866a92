"""Files that say who is paid: one format, one file. Each gives a `Reading`, or `Refused` where nothing in the file may be trusted."""
