"""The words of DESIGN.md as frozen records: item, part, finding, weight, verdict, advice, organisation."""
