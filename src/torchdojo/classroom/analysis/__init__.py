"""What a class's results tell its teacher: checks, mistakes, people, programs that are alike."""
