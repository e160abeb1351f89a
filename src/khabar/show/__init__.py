"""What people see: tables, pages, progress, messages, and the records in the formats that programs read.

`terminal` makes text from pages safe and readable, `table` lays rows out, `stories`, `reports`, `checks` and
`rows` say what a table of each shows, `formats` writes records for programs, `progress` and `messages` speak
on stderr, `options` and `verbs` are what the verbs of the command line share, `adding`, `demo`, `settings`
and `ids` are what single verbs need.
"""
