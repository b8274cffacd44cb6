"""The files beside a page, made from the same document: each form in a module of its own."""
