"""Second floor: files of people we do not know into checked values, every mistake with its line."""
