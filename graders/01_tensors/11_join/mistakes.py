"""What goes wrong when tensors are joined."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`torch.cat` lays the images end to end along their channels: a batch needs a new dimension, `torch.stack`.",
    loses=["makes_a_batch"],
)
def batch_of(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat(images)


@mistake(
    "The new dimension is the last one: a batch has it in front, `dim=0`.",
    loses=["makes_a_batch"],
)
def batch_of(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(images, dim=-1)


@mistake(
    "`squeeze()` after `stack` also takes away a batch of one, and a single channel.",
    loses=["makes_a_batch"],
)
def batch_of(images: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(images).squeeze()


@mistake(
    "`torch.stack` makes a new dimension and wants equal shapes: for batches of different sizes use `torch.cat`.",
    loses=["keeps_every_row", "copies_each_row_once", "refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    return torch.stack(batches)


@mistake(
    "The batches stand beside each other: rows run along the first dimension, `dim=0`.",
    loses=["keeps_every_row", "copies_each_row_once"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    return torch.cat(batches, dim=-1)


@mistake(
    "`torch.cat` promotes in silence: labels that meet floats become floats, so compare the dtypes yourself.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat(batches)


@mistake(
    "All batches are converted to the dtype of the first one, which hides that labels have met floats.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([batch.to(batches[0].dtype) for batch in batches])


@mistake(
    "`torch.cat` in a loop copies all earlier rows again for every batch: collect, and join once.",
    loses=["copies_each_row_once"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    result = batches[0]
    for batch in batches[1:]:
        result = torch.cat([result, batch])
    return result


@mistake(
    "The tables lie below each other: columns run along `dim=1`.",
    loses=["puts_columns_side_by_side", "refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    return torch.cat([table.reshape(len(table), -1) for table in tables])


@mistake(
    "A vector has no second dimension to join along: make it a column of shape (N, 1) first.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    return torch.cat(tables, dim=1)


@mistake(
    "`torch.hstack` joins vectors end to end: it takes columns only from tables.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    return torch.hstack(tables)


@mistake(
    "All columns take the dtype of the first table: a table that begins with whole numbers loses the fractions of the others.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    columns = [table.reshape(len(table), -1).to(tables[0].dtype) for table in tables]
    return torch.cat(columns, dim=1)


@mistake(
    "`torch.cat` itself raises RuntimeError for tables that do not fit; the contract asks for ValueError.",
    loses=["refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    return torch.column_stack(tables)


@mistake(
    "The sequences are in front, shape (N, T, D): time is to be the first dimension.",
    loses=["puts_time_first"],
)
def time_major(sequences: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(sequences)


@mistake(
    "`reshape` gives the shape (T, N, D) but keeps the numbers in their old order: stack along dim 1, or transpose.",
    loses=["puts_time_first"],
)
def time_major(sequences: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(sequences).reshape(-1, len(sequences), sequences[0].shape[1])


@mistake(
    "`torch.cat` lays the sequences end to end: they need a new dimension.",
    loses=["puts_time_first"],
)
def time_major(sequences: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat(sequences, dim=1)
