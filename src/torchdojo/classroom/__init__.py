"""What a class needs beside nbgrader: releases for students."""
