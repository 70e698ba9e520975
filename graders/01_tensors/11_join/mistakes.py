"""What goes wrong when tensors are joined."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`torch.cat` lays the images end to end along their channels: a batch needs a new dimension, `torch.stack`.",
    loses=["makes_a_batch"],
    edits=[("torch.stack(images)", "torch.cat(images)")],
)

slip(
    "The new dimension is the last one: a batch has it in front, `dim=0`.",
    loses=["makes_a_batch"],
    edits=[("torch.stack(images)", "torch.stack(images, dim=-1)")],
)

slip(
    "`squeeze()` after `stack` also takes away a batch of one, and a single channel.",
    loses=["makes_a_batch"],
    edits=[("torch.stack(images)", "torch.stack(images).squeeze()")],
)

slip(
    "A single image is returned as it is: one image makes a batch too, of shape (1, C, H, W).",
    loses=["makes_a_batch"],
    edits=[
        (
            "return torch.stack(images)",
            "if len(images) == 1:\n    return images[0]\nreturn torch.stack(images)",
        )
    ],
)


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
    "Labels that meet floats are not refused: compare the dtypes yourself, before they are promoted or converted.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat(batches)


@mistake(
    "Labels that meet floats are not refused: compare the dtypes yourself, before they are promoted or converted.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([batch.to(batches[0].dtype) for batch in batches])


@mistake(
    "Only the first and the last batch are compared: one between them may have another dtype.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if batches[0].dtype != batches[-1].dtype:
        raise TypeError("the batches have different dtypes")
    return torch.cat(batches)


@mistake(
    "Only the first two batches are compared: one that follows may have another dtype.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if batches[0].dtype != batches[:2][-1].dtype:
        raise TypeError("the batches have different dtypes")
    return torch.cat(batches)


@mistake(
    "Only integer and floating are told apart: int32 beside int64, or float32 beside float64, passes.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.is_floating_point() for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    return torch.cat(batches)


@mistake(
    "Empty batches are thrown away first: their dtypes are not compared, and if all are empty, nothing is left.",
    loses=["keeps_every_row", "refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    batches = [batch for batch in batches if len(batch)]
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    return torch.cat(batches)


@mistake(
    "A single batch is returned as it is: its rows are to be copied like all others.",
    loses=["copies_each_row_once"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the batches have different dtypes")
    return batches[0] if len(batches) == 1 else torch.cat(batches)


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
    "Everything becomes float32, but whole numbers must stay whole, and float64 must keep its digits.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    columns = [table.reshape(len(table), 1) if table.ndim == 1 else table for table in tables]
    return torch.cat([column.float() for column in columns], dim=1)


@mistake(
    "Without rows `reshape(0, -1)` cannot tell how wide a table is: make columns of the vectors alone, `[:, None]`.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables have different numbers of rows")
    return torch.cat([table.reshape(len(table), -1) for table in tables], dim=1)


@mistake(
    "`torch.cat` itself raises RuntimeError for tables that do not fit; the contract asks for ValueError.",
    loses=["refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    return torch.column_stack(tables)


@mistake(
    "Only the first and the last table are compared: one between them may have other rows.",
    loses=["refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len(tables[0]) != len(tables[-1]):
        raise ValueError("the tables have different numbers of rows")
    return torch.cat([table[:, None] if table.ndim == 1 else table for table in tables], dim=1)


@mistake(
    "Only the first two tables are compared: one that follows may have other rows.",
    loses=["refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len(tables[0]) != len(tables[:2][-1]):
        raise ValueError("the tables have different numbers of rows")
    return torch.cat([table[:, None] if table.ndim == 1 else table for table in tables], dim=1)


@mistake(
    "Sums can agree by accident: 3, 2 and 4 rows are together three times 3. Compare each number of rows.",
    loses=["refuses_other_row_numbers"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if sum(len(table) for table in tables) != len(tables) * len(tables[0]):
        raise ValueError("the tables have different numbers of rows")
    return torch.cat([table[:, None] if table.ndim == 1 else table for table in tables], dim=1)


slip(
    "The sequences are in front, shape (N, T, D): time is to be the first dimension.",
    loses=["puts_time_first"],
    edits=[("torch.stack(sequences, dim=1)", "torch.stack(sequences)")],
)

slip(
    "`reshape` gives the shape (T, N, D) but keeps the numbers in their old order: stack along dim 1, or transpose.",
    loses=["puts_time_first"],
    edits=[
        (
            "torch.stack(sequences, dim=1)",
            "torch.stack(sequences).reshape(-1, len(sequences), sequences[0].shape[1])",
        )
    ],
)

slip(
    "`torch.cat` lays the sequences end to end: they need a new dimension.",
    loses=["puts_time_first"],
    edits=[("torch.stack(sequences, dim=1)", "torch.cat(sequences, dim=1)")],
)


@mistake(
    "Empty batches are left out before the dtypes are compared: one of another dtype is a TypeError as well.",
    loses=["refuses_mixed_dtypes"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    kept = [batch for batch in batches if len(batch)] or batches[:1]
    if len({batch.dtype for batch in kept}) > 1:
        raise TypeError("the dtypes differ")
    return torch.cat(kept)


@mistake(
    "The batches are joined from the last to the first: rows stay in the order of the list.",
    loses=["keeps_every_row", "refuses_mixed_dtypes", "copies_each_row_once"],
)
def all_rows(batches: list[torch.Tensor]) -> torch.Tensor:
    if len({batch.dtype for batch in batches}) > 1:
        raise TypeError("the dtypes differ")
    collected = []
    for batch in batches:
        collected.insert(0, batch)
    return torch.cat(collected)


@mistake(
    "All vectors stand behind all tables: columns stay in the order of the list.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the numbers of rows differ")
    wide = [table for table in tables if table.ndim == 2]
    return torch.cat(wide + [table[:, None] for table in tables if table.ndim == 1], dim=1)


@mistake(
    "The columns are written into the list of the caller: make a new list.",
    loses=["puts_columns_side_by_side"],
)
def side_by_side(tables: list[torch.Tensor]) -> torch.Tensor:
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the numbers of rows differ")
    for i, table in enumerate(tables):
        if table.ndim == 1:
            tables[i] = table[:, None]
    return torch.cat(tables, dim=1)
