"""The findings of the program itself, by what they are about -> their words, and an example of each."""
