"""CSV whose fields may be as long as its text, which is bounded before it is read.

The standard library has one limit for the fields of all readers of a process: it is set once, here.
"""

import csv

csv.field_size_limit(2**31 - 1)

Error, DictReader, reader = csv.Error, csv.DictReader, csv.reader
