"""Findings -> verdict: likelihood ratios that add up, calibration, bands, and the rules of proof."""
