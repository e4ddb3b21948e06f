"""What people can do: the only layer that changes data. Nothing here knows HTTP, and nothing here commits.

On PostgreSQL writers do not take turns. What a rule rests on is locked before it is read, in this order, of several
always the smaller id first: agency, report and what hangs on it, decree, unit, service; search's counter comes last.
"""
