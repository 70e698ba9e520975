"""The help of `torchdojo`: what students need first, the rest in a group of its own."""

from collections.abc import Iterable

import click


class Grouped(click.Group):
    """A group whose help lists the students' commands before those of authors and instructors."""

    students: tuple[str, ...] = ()
    """The names of their commands, in the order of the help."""

    def for_students(self, commands: Iterable[click.Command]) -> None:
        """Add commands, to be listed first."""
        for command in commands:
            self.add_command(command)
            self.students = (*self.students, command.name or "")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the two groups."""
        others = [name for name in self.list_commands(ctx) if name not in self.students]
        for title, names in (
            ("Commands for your work on exercises", self.students),
            ("Commands for authors and instructors", others),
        ):
            found = [(name, self.get_command(ctx, name)) for name in names]
            width = formatter.width - 6 - max(map(len, (*self.students, *others)))
            rows = [(name, c.get_short_help_str(width)) for name, c in found if c and not c.hidden]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
