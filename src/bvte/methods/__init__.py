"""Statistical methods: numbers in, numbers out; they know no programme, no file and no language."""
