"""Results and graders in the forms of other platforms: Gradescope, Canvas, Moodle, GitHub."""
