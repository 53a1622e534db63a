"""A report as it was issued and as people have edited it -> what has become of each figure, and what is to change in theirs."""
