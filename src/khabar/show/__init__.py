"""What people see: tables, pages, progress, messages, and the records in the formats that programs read.

`terminal` makes text from pages safe and readable, `table` lays rows out, `formats` writes records, `stories`,
`reports` and `search` say what a table of each shows, `progress` and `messages` speak on stderr, `options`
and `verbs` are what the verbs of the command line share.
"""
