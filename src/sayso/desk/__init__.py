"""The desk: cases in the browser, on this machine.

    HOME/
      desk.sqlite      who may do what, the jobs, the log of decisions (or PostgreSQL, by desk.toml)
      desk.toml        settings, all of them optional
      secret           what sessions are signed with
      cases/NAME/      each a case as ``sayso.cases`` keeps it
      incoming/        files that were dropped and are not read yet, by number
      stories/         pictures of stories, by hash

A page asks, the log answers: what a person did is an entry of the log, and how a ledger stands is
read out of it (``standing``). Long work is a job in a table, done by a worker process (``jobs``).
"""
