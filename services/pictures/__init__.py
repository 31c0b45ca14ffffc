"""Pictures that are sent in: read by a process of its own and drawn anew, so that nothing of the file is kept but what
it shows. PNG and JPEG, told by their content; no SVG, which is a program.
"""
