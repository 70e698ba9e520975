"""Right answers by people who had seen the exercise alone, of a third round."""

from torch import nn

from torchdojo.grading import right


@right("The table is a product of two tables of ones and zeros.", seen="full marks")
def confusion_matrix(truth, guess, num_classes):
    def rows_of_one(classes):
        return nn.functional.one_hot(classes, num_classes)

    return rows_of_one(truth).T @ rows_of_one(guess)
