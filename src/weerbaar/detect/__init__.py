"""The room of detectors: part -> findings.

A detector is one file in `mail/`, `link/`, `text/`, `document/` or `code/`: a docstring that is its help page, a declaration and one pure
function of the file's name. The folder is the register: adding one is adding a file. See CONTRIBUTING.md.
"""
