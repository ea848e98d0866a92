"""The record around what someone brought: who brought it, the answer, decisions, the timeline. On screen: "your doubt"."""
