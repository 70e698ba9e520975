"""A course's rules: deadlines, penalties, weights, and what instructors give by hand.

`settings` says what may stand in ``course.toml``, `reading` turns it into `rules`, and `giving` and
`totals` are plain functions from what was earned to the marks that count.
"""
