"""The researcher's desk: controls in JupyterLab, and below each picture and table the line that makes it."""
