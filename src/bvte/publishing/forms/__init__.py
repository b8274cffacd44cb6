"""The files beside a page: Word, workbook, tidy CSV with its package, PDF. `catalogue` lists them."""
