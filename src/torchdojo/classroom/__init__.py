"""What a class needs beside nbgrader: releases for students, and grading all of them at once."""
